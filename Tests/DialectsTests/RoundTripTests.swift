import Dialects
import Domain
import JSON
import TestKit
import Testing

/// Conversations that nobody wrote, through a format and back.
@Suite struct RoundTripTests {
    @Test(arguments: 0..<200)
    func `a conversation that is said in Responses is read as it was`(seed: UInt64) throws {
        var random = RandomConversation(seed)
        let prompt = random.prompt()
        let body = try OpenAIResponses().request(prompt)
        let read = try OpenAIResponses().prompt(from: try JSONValue(parsing: body.bytes))
        #expect(read.messages == prompt.messages)
        #expect(read.tools == prompt.tools && read.toolChoice == prompt.toolChoice)
        #expect(read.parallelTools == prompt.parallelTools && read.sampling == prompt.sampling)
        #expect(read.format == prompt.format && read.reasoning == prompt.reasoning && read.user == prompt.user)
        #expect(read.streams == prompt.streams && read.model == prompt.model)
        #expect(try OpenAIResponses().request(read) == body)
    }

    @Test(arguments: 0..<200)
    func `a conversation that is said in Chat Completions, then in Responses and back, is the same`(seed: UInt64) throws
    {
        var random = RandomConversation(seed)
        var prompt = random.prompt()
        // What only OpenAI's Responses and its own upstreams can say.
        for index in prompt.messages.indices {
            prompt.messages[index].parts.removeAll { if case .reasoning = $0 { true } else { false } }
        }
        prompt.messages.removeAll { $0.parts.isEmpty }
        prompt.reasoning?.summary = "auto"
        let chat = try OpenAIChat().request(prompt)
        let responses = try OpenAIResponses().request(try OpenAIChat().prompt(from: chat))
        let again = try OpenAIChat().request(try OpenAIResponses().prompt(from: responses))
        var (expected, actual) = (chat, again)
        // Whose usage is told at the end of a stream, and free-text tools, differ.
        for name in ["stream_options"] as [Text] { (expected[name], actual[name]) = (nil, nil) }
        #expect(normal(actual) == normal(expected))
        let hasSound = prompt.messages.contains { $0.parts.contains { if case .audio = $0 { true } else { false } } }
        let codex = try? Codex().request(try OpenAIChat().prompt(from: chat))
        #expect((codex == nil) == hasSound)
    }

    @Test(arguments: 0..<200)
    func `an answer that is written is read as it was said`(seed: UInt64) throws {
        var random = RandomConversation(seed)
        let events = random.answer()
        for streams in [true, false] {
            var writer = OpenAIResponses().writer(ReplyHead(id: "r", created: 0, model: "m", streams: streams))
            var bytes: [UInt8] = []
            for event in events { bytes += writer.write(ReplyPiece(event)) }
            bytes += writer.end(.length)
            var reader = OpenAIResponses().reader(raw: nil)
            let pieces = reader.read(bytes)
            let (rest, end) = reader.end(isBroken: false)
            let expected = events.map(Self.withPictures(events))
            #expect(Self.summed((pieces + rest).flatMap(\.events)) == Self.summed(expected))
            #expect(end == .finished(.length))
        }
    }

    /// A picture of this format is one that its tool made, and is counted.
    private static func withPictures(_ events: [ReplyEvent]) -> (ReplyEvent) -> ReplyEvent {
        let count = events.count { if case .image = $0 { true } else { false } }
        return { event in
            guard case .usage(var usage) = event, count > 0 else { return event }
            usage.tools.pictures = [.high: count]
            return .usage(usage)
        }
    }

    /// Neighbours of one kind put together, as pieces carry no meaning.
    private static func summed(_ events: [ReplyEvent]) -> [ReplyEvent] {
        var sum: [ReplyEvent] = []
        for event in events {
            switch (sum.last, event) {
            case (.text(let first), .text(let second)): sum[sum.count - 1] = .text(first + second)
            case (.refusal(let first), .refusal(let second)): sum[sum.count - 1] = .refusal(first + second)
            case (.reasoning(let first), .reasoning(let second)): sum[sum.count - 1] = .reasoning(first + second)
            case (.toolArguments(let index, let first), .toolArguments(let other, let second)) where index == other:
                sum[sum.count - 1] = .toolArguments(index: index, first + second)
            default: sum.append(event)
            }
        }
        return sum
    }
}

/// Makes what a client could ask, and an upstream could answer.
struct RandomConversation {
    private var random: SplitMix
    private var calls = 0

    init(_ seed: UInt64) { random = SplitMix(seed) }

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

    private mutating func text() -> Text {
        let words = ["a", "\"", "\\", "\n", "漢", "😀", " ", "{}", "Error: ", "\u{301}", "</think>", "data: x\n\n"]
        return Text(
            "t" + (0..<Int.random(in: 0...6, using: &random)).map { _ in words.randomElement(using: &random)! }.joined()
        )
    }

    mutating func prompt() -> Prompt {
        var messages: [Prompt.Message] = chance(2) ? [.init(.system, [.text(text())])] : []
        for _ in 0..<Int.random(in: 1...4, using: &random) { messages += turn() }
        var prompt = Prompt(model: "m", messages: messages)
        prompt.tools = [
            .function(FunctionTool("f", description: text(), parameters: ["type": "object"], isStrict: true)),
            .function(FunctionTool("g", parameters: ["type": "object", "properties": ["a": ["type": "string"]]])),
        ]
        if chance(2) { prompt.tools = [] }
        if !prompt.tools.isEmpty {
            let choices: [ToolChoice?] = [
                nil, .auto, ToolChoice.none, .required, .named("f", .function), .among(["g"], isRequired: true),
            ]
            prompt.toolChoice = choices.randomElement(using: &random)!
            prompt.parallelTools = [nil, true, false].randomElement(using: &random)!
        }
        prompt.sampling.maxTokens = chance(2) ? 77 : nil
        prompt.sampling.temperature = chance(2) ? 0.25 : nil
        prompt.sampling.topP = chance(2) ? 1 : nil
        prompt.format = [
            nil, .jsonObject, .jsonSchema(AnswerSchema("s", schema: [:], description: "d", isStrict: true)),
        ]
        .randomElement(using: &random)!
        prompt.reasoning = chance(2) ? ReasoningWish(effort: "high", summary: "detailed") : nil
        prompt.user = chance(2) ? "u" : nil
        prompt.streams = chance(2)
        return prompt
    }

    private mutating func turn() -> [Prompt.Message] {
        var said: [Part] = [.text(text())]
        if chance(3) { said.append(.image(Picture(.url("https://i"), detail: chance(2) ? "low" : nil))) }
        if chance(3) { said.append(.file(Attachment(.url("data:application/pdf;base64,QQ=="), name: "a.pdf"))) }
        if chance(4) { said.append(.audio(Sound("QQ==", format: "wav"))) }
        var messages: [Prompt.Message] = [.init(.user, said)]
        if chance(5) { messages.append(.init(.developer, [.text(text())])) }
        var answer: [Part] = []
        if chance(2) { answer.append(.reasoning(Thought(text(), opaque: Opaque(.openAI, "E")))) }
        if chance(2) { answer.append(.text(text())) }
        var results: [Prompt.Message] = []
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            calls += 1
            let id = Text("call_\(calls)")
            answer.append(.toolCall(ToolCall(id: id, name: "f", arguments: "{\"a\":\"\\\"}\"}")))
            results.append(.init(.tool, [.toolResult(ToolResult(of: id, [.text(text())]))]))
        }
        if answer.isEmpty { answer = [.text(text())] }
        return messages + [.init(.assistant, answer)] + results
    }

    mutating func answer() -> [ReplyEvent] {
        var events: [ReplyEvent] = []
        var calls = 0
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            switch Int.random(in: 0..<5, using: &random) {
            case 0: events.append(.text(text().string))
            case 1: events.append(.refusal(text().string))
            case 2: events += [.reasoning(text().string), .opaque(Opaque(.openAI, Text("E\(events.count)")))]
            case 3: events.append(.image("data:image/png;base64,QQ=="))
            default:
                events.append(.toolCall(ToolCallHead(calls, id: Text("c\(calls)"), name: "f")))
                events += [.toolArguments(index: calls, "{\"a\":\"}"), .toolArguments(index: calls, "\"}")]
                calls += 1
            }
        }
        return events + [.usage(Usage(promptTokens: 3, completionTokens: 2, cachedTokens: 1, reasoningTokens: 1))]
    }
}
