import Dialects
import Domain
import JSON
import Testing
import Wire

@Suite struct OpenAIChatRequestTests {
    private let prompt = Prompt(model: "m", messages: [.init(.system, "Be \"kind\"."), .init(.user, "你好\n")])

    private func account(_ change: (inout Account) -> Void = { _ in }) -> Account {
        var account = Account(
            id: ID(1), name: "a", provider: .openAI, baseURL: "https://a.test", models: ["m"],
            createdAt: Timestamp(seconds: 0))
        change(&account)
        return account
    }

    private func request(tokenLimit: Int? = nil, _ change: (inout Account) -> Void = { _ in }) -> JSONValue {
        var prompt = prompt
        prompt.sampling.maxTokens = tokenLimit
        return (try? OpenAIChat().request(prompt, to: account(change))) ?? .null
    }

    @Test func `a request asks for a stream with its usage`() {
        #expect(
            request().serialized
                == #"{"model":"m","messages":[{"role":"system","content":"Be \"kind\"."},"#
                + #"{"role":"user","content":"你好\n"}],"stream":true,"stream_options":{"include_usage":true}}"#)
    }

    @Test func `each option has its place in the request`() {
        #expect(request { $0.options.streams = false }["stream"] == false)
        #expect(request { $0.options.streams = false }["stream_options"] == nil)
        #expect(request { $0.options.asksForUsage = false }["stream_options"] == nil)
        #expect(request(tokenLimit: 16)["max_tokens"] == 16)
        let other = request(tokenLimit: 16) { $0.options.tokenLimit = .maxCompletionTokens }
        #expect(other["max_completion_tokens"] == 16 && other["max_tokens"] == nil)
        let more = request { $0.options.parameters = #"{"temperature":0.5,"thinking":{"type":"disabled"}}"# }
        #expect(more["temperature"] == .number("0.5") && more["thinking"]?["type"] == "disabled")
        #expect(request { $0.options.systemRole = .developer }["messages"]?.array?.first?["role"] == "developer")
        let alone = request { $0.options.systemRole = .user }["messages"]
        #expect(alone == [["role": "user", "content": "Be \"kind\".\n\n你好\n"]])
    }

    @Test(
        arguments: [
            ("stream_options", nil), ("stream", nil), ("temperature", nil), ("max_tokens", "max_completion_tokens"),
            ("system", "user"), ("system", "developer"),
        ] as [(String, String?)])
    func `what was learned is minded from then on`(field: String, instead: String?) {
        let usual = request(tokenLimit: 5) { $0.options.parameters = #"{"temperature":1}"# }
        let request = request(tokenLimit: 5) {
            $0.options.parameters = #"{"temperature":1}"#
            $0.learned = [LearnedOption(field, instead: instead)]
        }
        #expect(request != usual)
        switch (field, instead) {
        case ("system", let role?): #expect(request["messages"]?.array?.first?["role"] == .string(Text(role)))
        case ("stream", _): #expect(request["stream"] == false && request["stream_options"] == nil)
        default:
            #expect(request[Text(field)] == nil)
            if let instead { #expect(request[Text(instead)] == usual[Text(field)]) }
        }
    }

    typealias Refusal = ErrorBody

    @Test(
        arguments: [
            (Refusal(message: "Unrecognized request argument supplied: stream_options"), "stream_options", nil),
            (Refusal(message: "stream_options is only allowed when stream is enabled"), "stream_options", nil),
            (
                Refusal(code: "unsupported_parameter", message: "Use 'max_completion_tokens' instead of 'max_tokens'."),
                "max_tokens", "max_completion_tokens"
            ),
            (Refusal(message: "Extra inputs are not permitted: body.temperature"), "temperature", nil),
            (Refusal(message: "Not supported", param: "temperature"), "temperature", nil),
            (Refusal(message: "Streaming is not supported by this model"), "stream", nil),
            (Refusal(message: "`stream` must be false"), "stream", nil),
            (Refusal(message: "System role not supported"), "system", "user"),
            (Refusal(message: "Unexpected role 'system' in messages[0]"), "system", "user"),
        ] as [(Refusal, String, String?)])
    func `a refusal names what may be left out or called otherwise`(refusal: Refusal, field: String, instead: String?) {
        let sent = request(tokenLimit: 5) { $0.options.parameters = #"{"temperature":1}"# }
        #expect(refusal.learnedOption(for: sent) == LearnedOption(field, instead: instead))
    }

    @Test(arguments: [
        Refusal(message: "Insufficient balance"), Refusal(message: "The model `m` does not exist", param: "model"),
        Refusal(message: "messages: must not be empty"), Refusal(message: "upstreams streamed"), Refusal(),
        Refusal(message: "top_p is not supported"),
        Refusal(message: "maximum context length is 4096 tokens; reduce messages or max_tokens"),
    ])
    func `a refusal that names nothing of the kind is one`(refusal: Refusal) {
        let sent = request(tokenLimit: 5) { $0.options.parameters = #"{"temperature":1}"# }
        #expect(refusal.learnedOption(for: sent) == nil)
    }

    @Test(
        arguments: [
            ("This model only supports stream mode.", true), ("`stream` must be true", true),
            ("Non-streaming is unavailable: please enable streaming", true), ("Streams are slow today", false),
            ("The 'stream_options' parameter is only allowed when 'stream' is enabled.", false),
        ])
    func `an upstream that only streams says so to a request that does not`(words: String, isLearned: Bool) {
        let sent = request { $0.options.streams = false }
        #expect(sent["stream"] == false)
        #expect(Refusal(message: Text(words)).learnedOption(for: sent) == (isLearned ? .alwaysStreams : nil))
        #expect(Refusal(message: Text(words)).learnedOption(for: request()) != .alwaysStreams)
    }
}
