import Domain
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// A kind of upstream, and how it wants to be asked for the model `m` with the key of the tests.
struct Kind: Sendable, CustomTestStringConvertible {
    let provider: Provider
    let format: DialectName
    /// Where it is asked for pieces.
    let target: String
    let headers: Headers

    var testDescription: String { provider.name }

    private static let key: Text = "sk-test-0123456789abcdef"

    static let openAI = Kind(
        provider: .openAI, format: .openAIChat, target: "/v1/chat/completions",
        headers: ["authorization": "Bearer \(key)"])
    static let responses = Kind(
        provider: .openAI, format: .openAIResponses, target: "/v1/responses",
        headers: ["authorization": "Bearer \(key)"])
    static let anthropic = Kind(
        provider: .anthropic, format: .anthropic, target: "/v1/messages",
        headers: ["x-api-key": key, "anthropic-version": "2023-06-01"])
    static let gemini = Kind(
        provider: .gemini, format: .gemini, target: "/v1beta/models/m:streamGenerateContent?alt=sse",
        headers: ["x-goog-api-key": key])
    static let azure = Kind(
        provider: .azure, format: .openAIChat,
        target: "/openai/deployments/m/chat/completions?api-version=2024-10-21", headers: ["api-key": key])
    static let azureResponses = Kind(
        provider: .azure, format: .openAIResponses, target: "/openai/v1/responses?api-version=preview",
        headers: ["api-key": key])
    static let codex = Kind(
        provider: .codex, format: .codex, target: "/backend-api/codex/responses",
        headers: ["authorization": "Bearer \(key)"])

    static let web = Kind(
        provider: .chatGPTWeb, format: .chatGPTWeb, target: "/backend-api/conversation",
        headers: ["authorization": "Bearer \(key)"])

    static let all = [openAI, responses, anthropic, gemini, azure, azureResponses, codex]
    /// With the one that neither calls nor counts.
    static let speaking = all + [web]

    func account(at base: String) -> Account {
        var account = Account(
            id: ID(1), name: "test", provider: provider, baseURL: base, models: ["m"],
            createdAt: Timestamp(seconds: 0))
        if format != account.formats.first { account.options.formats = [format] }
        return account
    }

    /// Asks an upstream of the kind that does what `script` says.
    func asking(
        streams: Bool = true,
        _ script: @escaping @Sendable (RecordedRequest) -> [ScriptedUpstream.Step],
        changing change: (inout Account) -> Void = { _ in }
    ) async -> Asked {
        await ScriptedUpstream.serving(script) { upstream in
            var account = account(at: upstream.baseURL)
            change(&account)
            var prompt = Prompt.asking("a question of several words")
            prompt.streams = streams
            return await Asked.asking(HTTPBackend.reaching(upstream), prompt, as: account)
        }
    }

    /// The requests that an upstream of the kind gets.
    func requests(
        of prompt: Prompt, _ script: @escaping @Sendable (RecordedRequest) -> [ScriptedUpstream.Step],
        changing change: (inout Account) -> Void = { _ in }
    ) async -> [RecordedRequest] {
        await ScriptedUpstream.serving(script) { upstream in
            var account = account(at: upstream.baseURL)
            change(&account)
            _ = await Asked.asking(HTTPBackend.reaching(upstream), prompt, as: account)
            return upstream.requests
        }
    }
}

extension Asked {
    var thought: String {
        events.map { if case .reasoning(let text) = $0 { text } else { "" } }.joined()
    }

    var callNames: [String] {
        events.compactMap { if case .toolCall(let call) = $0 { call.name.string } else { nil } }
    }

    /// Of each call, in their order.
    var arguments: [String] {
        var texts: [Int: String] = [:]
        for case .toolArguments(let index, let text) in events { texts[index, default: ""] += text }
        return texts.sorted { $0.key < $1.key }.map(\.value)
    }
}
