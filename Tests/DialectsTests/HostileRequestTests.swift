import Dialects
import Domain
import JSON
import Testing

/// Requests in which one thing is of another kind than it should be.
@Suite struct HostileRequestTests {
    private static let cases = [
        "all-together", "reasoning-history", "json-schema", "stop-sequence", "tool-choice-named",
    ]
    static let requests = [DialectName.anthropic, .gemini].flatMap { format in
        cases.map { name in (format, name) }
    }

    private static let others: [JSONValue] = [
        nil, true, -1, .number("1e300"), "\u{0}\u{301}", [], [[]], [:], ["type": 7], ["type": "text", "text": []],
        .number("123456789012345678901234567890"), .string(String(repeating: "x", count: 300)),
    ]

    @Test(arguments: requests)
    func `anything anywhere is refused by its name, or can be said in every format or is refused there`(
        format: DialectName, name: String
    ) throws {
        let body = try JSONValue(parsing: Golden.bytes(name, "request.\(format.rawValue).json"))
        var refusals = 0
        for path in Self.paths(in: body) {
            for other in Self.others {
                let spoilt = Self.replacing(path[...], in: body, with: other)
                do throws(Inexpressible) {
                    let prompt = try format.dialect.prompt(from: spoilt)
                    try Self.say(prompt)
                } catch {
                    refusals += 1
                    #expect(!error.field.isEmpty && ErrorReply(error).status == 400)
                }
            }
        }
        #expect(refusals > 50)
    }

    /// In every format; what cannot be said there is refused by a name.
    private static func say(_ prompt: Prompt) throws(Inexpressible) {
        for format in DialectName.allCases {
            do throws(Inexpressible) {
                _ = try format.dialect.request(prompt, to: .upstream())
                _ = format.dialect.address(of: .upstream(), for: prompt)
            } catch {
                #expect(!error.field.isEmpty)
            }
        }
    }

    /// Where every value in it stands, the whole included.
    private static func paths(in value: JSONValue) -> [[Int]] {
        let inner = value.array ?? value.members?.map(\.value) ?? []
        return [[]] + inner.enumerated().flatMap { index, element in paths(in: element).map { [index] + $0 } }
    }

    private static func replacing(_ path: ArraySlice<Int>, in value: JSONValue, with other: JSONValue) -> JSONValue {
        guard let index = path.first else { return other }
        let rest = path.dropFirst()
        if var elements = value.array {
            elements[index] = replacing(rest, in: elements[index], with: other)
            return .array(elements)
        }
        var members = value.members ?? []
        members[index].value = replacing(rest, in: members[index].value, with: other)
        return .object(members)
    }

    @Test(arguments: [
        ("{}", "model"), (#"{"model":""}"#, "model"), (#"{"model":"m"}"#, "messages"),
        (#"{"model":"m","messages":[]}"#, "messages"), (#"{"model":"m","messages":[{}]}"#, "messages[0].role"),
        (#"{"model":"m","messages":[{"role":"x","content":""}]}"#, "messages[0].role"),
        (#"{"model":"m","messages":[{"role":"user"}]}"#, "messages[0].content"),
        (#"{"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]}"#, "messages[0].content[0].text"),
        (
            #"{"model":"m","messages":[{"role":"user","content":[{"type":"image","source":{"type":"x"}}]}]}"#,
            "messages[0].content[0].source.type"
        ),
        (#"{"model":"m","messages":[{"role":"user","content":"a"}],"max_tokens":-1}"#, "max_tokens"),
        (#"{"model":"m","messages":[{"role":"user","content":"a"}],"thinking":{"type":"x"}}"#, "thinking.type"),
        (#"{"model":"m","messages":[{"role":"user","content":"a"}],"tools":[{}]}"#, "tools[0].name"),
        (#"{"model":"m","messages":[{"role":"user","content":"a"}],"tool_choice":{"type":"x"}}"#, "tool_choice.type"),
    ])
    func `a request in Anthropic's format is refused by the field's place`(body: String, field: String) throws {
        let error = #expect(throws: Inexpressible.self) {
            try Anthropic().prompt(from: JSONValue(parsing: body.utf8))
        }
        #expect(error?.field == Text(field))
    }

    @Test(arguments: [
        ("[]", "body"), ("{}", "contents"), (#"{"contents":[]}"#, "contents"), (#"{"contents":7}"#, "contents"),
        (#"{"contents":[{"role":"x","parts":[{"text":"a"}]}]}"#, "contents[0].role"),
        (#"{"contents":[{"parts":[{"text":7}]}]}"#, "contents[0].parts[0].text"),
        (#"{"contents":[{"parts":[{"inline_data":{"data":"QQ=="}}]}]}"#, "contents[0].parts[0].inline_data.mimeType"),
        (
            #"{"contents":[{"parts":[{"text":"a"}]}],"generation_config":{"max_output_tokens":"x"}}"#,
            "generation_config.max_output_tokens"
        ),
        (
            #"{"contents":[{"parts":[{"text":"a"}]}],"tools":[{"functionDeclarations":[{}]}]}"#,
            "tools[0].functionDeclarations[0].name"
        ),
        (
            #"{"contents":[{"parts":[{"text":"a"}]}],"toolConfig":{"functionCallingConfig":{"mode":"x"}}}"#,
            "toolConfig.functionCallingConfig.mode"
        ),
    ])
    func `a request in Google's format is refused by the field's place, as it was spelled`(
        body: String, field: String
    ) throws {
        let error = #expect(throws: Inexpressible.self) { try Gemini().prompt(from: JSONValue(parsing: body.utf8)) }
        #expect(error?.field == Text(field))
    }
}
