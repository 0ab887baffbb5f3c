import Dialects
import Domain
import Foundation
import JSON
import Testing

/// An account's own system prompt, in requests that stay in their asker's words and in those that are written anew.
@Suite struct SystemPromptTests {
    private static let formats: [DialectName] = [.openAIChat, .openAIResponses, .anthropic, .gemini]

    private func account(leading: Bool = false) -> Account {
        .upstream {
            $0.options.systemPrompt = "Ours."
            $0.options.leadsSystemPrompts = leading
        }
    }

    private func asked(_ format: DialectName, _ body: JSONValue, leading: Bool = false) throws -> JSONValue {
        let prompt = try format.dialect.prompt(from: body).asked(of: account(leading: leading))
        return try #require(prompt.original?.body)
    }

    private static let chat: JSONValue = [
        "model": "m", "x_own": [.number("1.50")], "messages": [["role": "user", "content": "Hi"]],
    ]

    @Test func `without one of its own a request gets the account's, and is otherwise the same`() throws {
        let chat = try asked(.openAIChat, Self.chat)
        #expect(
            chat.serialized == #"{"model":"m","x_own":[1.50],"messages":[{"role":"system","content":"Ours."},"#
                + #"{"role":"user","content":"Hi"}]}"#)
        let question: JSONValue = ["model": "m", "max_tokens": 5, "messages": [["role": "user", "content": "Hi"]]]
        var anthropic = question
        anthropic["system"] = "Ours."
        #expect(try asked(.anthropic, question) == anthropic)
        let google: JSONValue = ["contents": [["parts": [["text": "Hi"]]]]]
        #expect(try asked(.gemini, google)["systemInstruction"] == ["parts": [["text": "Ours."]]])
        let response = try asked(.openAIResponses, ["model": "m", "input": "Hi"])
        #expect(response == ["model": "m", "input": "Hi", "instructions": "Ours."])
    }

    /// Each way in which a client says a system prompt, and what becomes of it where the account's comes first.
    private static let given: [(DialectName, Text, JSONValue, JSONValue)] = [
        (
            .openAIChat, "messages", [["role": "system", "content": "Own."]],
            [["role": "system", "content": "Ours.\n\nOwn."]]
        ),
        (
            .openAIChat, "messages", [["role": "developer", "content": [["type": "text", "text": "Own."]]]],
            [
                [
                    "role": "developer",
                    "content": [["type": "text", "text": "Ours."], ["type": "text", "text": "Own."]],
                ]
            ]
        ),
        (
            .openAIChat, "messages", [["role": "user", "content": "Hi"], ["role": "system", "content": "Own."]],
            [
                ["role": "system", "content": "Ours."], ["role": "user", "content": "Hi"],
                ["role": "system", "content": "Own."],
            ]
        ),
        (.anthropic, "system", "Own.", "Ours.\n\nOwn."),
        (
            .anthropic, "system", [["type": "text", "text": "Own.", "cache_control": ["type": "ephemeral"]]],
            [
                ["type": "text", "text": "Ours."],
                ["type": "text", "text": "Own.", "cache_control": ["type": "ephemeral"]],
            ]
        ),
        (
            .gemini, "systemInstruction", ["role": "system", "parts": [["text": "Own."]]],
            ["role": "system", "parts": [["text": "Ours."], ["text": "Own."]]]
        ),
        (
            .gemini, "system_instruction", ["parts": ["text": "Own."]],
            ["parts": [["text": "Ours."], ["text": "Own."]]]
        ),
        (.gemini, "system_instruction", ["text": "Own."], ["parts": [["text": "Ours."], ["text": "Own."]]]),
        (.gemini, "systemInstruction", "Own.", ["parts": [["text": "Ours."], ["text": "Own."]]]),
        (.openAIResponses, "instructions", "Own.", "Ours.\n\nOwn."),
    ]

    private static func body(_ format: DialectName, _ field: Text, _ value: JSONValue) -> JSONValue {
        var body: JSONValue =
            switch format {
            case .gemini: ["contents": [["parts": [["text": "Hi"]]]]]
            case .openAIResponses: ["model": "m", "input": "Hi"]
            case .anthropic: ["model": "m", "max_tokens": 5, "messages": [["role": "user", "content": "Hi"]]]
            default: ["model": "m"]
            }
        body[field] = value
        return body
    }

    @Test func `one of its own stays alone, or comes after the account's where that leads`() throws {
        for (format, field, value, led) in Self.given {
            let body = Self.body(format, field, value)
            #expect(try asked(format, body) == body)
            #expect(try asked(format, body, leading: true) == Self.body(format, field, led))
        }
    }

    @Test func `written anew, it comes first as well, whatever the two formats`() throws {
        for (asked, field, value, _) in Self.given where field != "messages" || value[1] == nil {
            let prompt = try asked.dialect.prompt(from: Self.body(asked, field, value))
            for format in Self.formats where format != asked {
                var question = prompt
                if question.messages.last?.role != .user { question.messages.append(.init(.user, "Hi")) }
                let alone = try format.dialect.request(question.asked(of: account()), to: account())
                #expect(!alone.serialized.contains("Ours."))
                let led = try format.dialect.request(question.asked(of: account(leading: true)), to: account())
                let text = led.serialized
                let (ours, own) = (try #require(text.range(of: "Ours.")), try #require(text.range(of: "Own.")))
                #expect(ours.lowerBound < own.lowerBound)
            }
        }
    }

    @Test func `the chat, which says none, is asked with the account's`() {
        let prompt = Prompt(model: "m", messages: [.init(.user, "Hi")]).asked(of: account())
        #expect(prompt.messages == [.init(.system, "Ours."), .init(.user, "Hi")])
    }

    @Test func `the model's name upstream is in the request, and the asker's in nothing that is sent`() throws {
        let account = Account.upstream { $0.options.mapping = ModelMapping([.init("asked", "sent")]) }
        var body = Self.chat
        body["model"] = "asked"
        let prompt = try OpenAIChat().prompt(from: body).asked(of: account)
        for format in Self.formats where format != .gemini {
            #expect(try format.dialect.request(prompt, to: account)["model"] == "sent")
        }
        #expect(Gemini().address(of: account, for: prompt).hasSuffix("/models/sent:generateContent"))
    }

    @Test func `how much an account wants thought is said in each format's own words`() throws {
        let account = Account.upstream { $0.options.parameters = #"{"reasoning_effort":"low"}"# }
        let prompt = Prompt(model: "m", messages: [.init(.user, "Hi")]).asked(of: account)
        let bodies = try Self.formats.map { try $0.dialect.request(prompt, to: account) }
        #expect(bodies[0]["reasoning_effort"] == "low")
        #expect(bodies[1]["reasoning"]?["effort"] == "low" && bodies[2]["output_config"]?["effort"] == "low")
        #expect(bodies[3]["generationConfig"]?["thinkingConfig"]?["thinkingLevel"] == "LOW")
        #expect(bodies.dropFirst().allSatisfy { $0["reasoning_effort"] == nil })
    }

    @Test func `who wants to see what is thought says so to those who hide it, and to no model that does not think`()
        throws
    {
        func body(_ format: DialectName, _ model: String) throws -> JSONValue {
            var prompt = Prompt(model: model, messages: [.init(.user, "Hi")])
            prompt.reasoning = ReasoningWish()
            return try format.dialect.request(prompt, to: .upstream())
        }
        #expect(try body(.gemini, "gemini-3-pro")["generationConfig"]?["thinkingConfig"] == ["includeThoughts": true])
        #expect(try body(.gemini, "gemini-2.0-flash")["generationConfig"]?["thinkingConfig"] == nil)
        #expect(try body(.openAIResponses, "gpt-5.4")["reasoning"] == ["summary": "auto"])
        #expect(try body(.openAIResponses, "gpt-4o")["reasoning"] == nil)
        #expect(try body(.anthropic, "claude-opus-4-8")["thinking"] == ["type": "adaptive"])
        #expect(try body(.anthropic, "claude-3-5-sonnet")["thinking"] == nil)
        #expect(try body(.openAIChat, "o3")["reasoning_effort"] == nil)
    }
}
