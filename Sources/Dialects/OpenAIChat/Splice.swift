internal import Domain
internal import JSON

/// A request as an account's upstream wants it. One in the same format stays as the asker wrote it, in the order of its keys, but for what
/// the account or the bill needs: model, usage, the account's own parameters, and what the upstream is known to refuse.
struct Splice {
    private let prompt: Prompt
    private let options: AccountOptions
    private let learned: [LearnedOption]
    private let asksForStream: Bool

    init(_ prompt: Prompt, _ account: Account) {
        self.prompt = prompt
        options = account.options
        learned = account.learned
        asksForStream = account.streams(wanted: prompt.streams)
    }

    func request() throws(Inexpressible) -> JSONValue {
        var body: JSONValue
        if let original = prompt.original, original.dialect == .openAIChat {
            body = original.body.withoutOrders
            if body["model"]?.text != Text(prompt.model) { body["model"] = .string(prompt.model) }
            if asksForStream || body["stream"] != nil { body["stream"] = .bool(asksForStream) }
        } else {
            try refuseSeveral()
            body = try OpenAIChat().request(prompt)
            body["stream"] = .bool(asksForStream)
        }
        if prompt.streams != asksForStream { try refuseSeveral() }
        sayUsage(in: &body)
        sayRoles(in: &body)
        if options.tokenLimit == .maxCompletionTokens, body["max_completion_tokens"] == nil {
            body.rename("max_tokens", "max_completion_tokens")
        }
        for member in options.parameterMembers { body[member.key] = member.value }
        body.mind(learned.filter { !Self.own.contains($0.field) })
        return body
    }

    /// What was learned about these is minded where they are said.
    private static let own: Set<String> = ["stream", "stream_options", "system", "developer"]

    /// An answer that changes its form or its format on the way is one answer.
    private func refuseSeveral() throws(Inexpressible) {
        guard let n = prompt.sampling.n, n > 1 else { return }
        throw prompt.unsupported(.n)
    }

    /// Without the usage nobody knows what a stream cost.
    private func sayUsage(in body: inout JSONValue) {
        let isRefused = learned.contains { $0.field == "stream_options" && $0.instead == nil }
        if isRefused || prompt.streams && !asksForStream { body["stream_options"] = nil }
        guard asksForStream, !isRefused, options.asksForUsage else { return }
        if body["stream_options"]?.members == nil {
            body["stream_options"] = ["include_usage": true]
        } else {
            body["stream_options"]?["include_usage"] = true
        }
    }
}

// MARK: Who speaks a system prompt

extension Splice {
    private func sayRoles(in body: inout JSONValue) {
        let learned = learned.last { $0.field == "system" || $0.field == "developer" }
        let role = learned?.instead ?? options.systemRole.rawValue
        // A role that was refused is never said; the other one is only changed where the account says how.
        let refused = role == "system" ? (learned?.field == "developer" ? ["developer"] : []) : ["system", "developer"]
        guard !refused.isEmpty, let messages = body["messages"]?.array else { return }
        let isRefused: (JSONValue) -> Bool = { message in
            message["role"]?.text.map { text in refused.contains { text == Text($0) } } ?? false
        }
        guard messages.contains(where: isRefused) else { return }
        var said: [JSONValue] = []
        said.reserveCapacity(messages.count)
        var wasChanged = false
        for message in messages {
            let isChanged = isRefused(message)
            var message = message
            if isChanged { message["role"] = .string(role) }
            // A system prompt that a user speaks and what the user says would be the same speaker twice.
            said.append(message, joining: isChanged || wasChanged)
            wasChanged = isChanged
        }
        body["messages"] = .array(said)
    }
}

extension [JSONValue] {
    /// `joining`: one with the last message, if a user speaks both.
    fileprivate mutating func append(_ message: JSONValue, joining: Bool) {
        guard joining, message["role"] == "user", let last, last["role"] == "user",
            let content = last["content"], let more = message["content"]
        else { return append(message) }
        var joined = last
        if let first = content.text, let second = more.text {
            joined["content"] = .string(Text(first.string + "\n\n" + second.string))
        } else {
            joined["content"] = .array(Self.parts(content) + Self.parts(more))
        }
        self[count - 1] = joined
    }

    private static func parts(_ content: JSONValue) -> [JSONValue] {
        content.text.map { [["type": "text", "text": .string($0)]] } ?? content.array ?? []
    }
}
