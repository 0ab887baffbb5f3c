internal import Domain
internal import JSON

/// A request as an account's upstream wants it. One in the same format stays as the asker wrote it, in the order of its keys, but for what
/// the account or the bill needs: model, usage, the account's own parameters, and what the upstream is known to refuse.
struct Splice {
    private let prompt: Prompt
    private let options: AccountOptions
    private let lessons: [AccountLesson]
    private let asksForStream: Bool

    init(_ prompt: Prompt, _ account: Account) {
        self.prompt = prompt
        options = account.options
        lessons = account.lessons
        asksForStream = account.streams(wanted: prompt.streams)
    }

    func request() throws(Inexpressible) -> JSONValue {
        var body: JSONValue
        if let original = prompt.original, original.dialect == .openAIChat {
            body = original.body.without(Self.gateways)
            if body["model"]?.text != Text(prompt.model) { body["model"] = .string(prompt.model) }
            if asksForStream || body["stream"] != nil { body["stream"] = .bool(asksForStream) }
        } else {
            body = try OpenAIChat().request(prompt)
            body["stream"] = .bool(asksForStream)
        }
        if prompt.streams != asksForStream { try refuseSeveral() }
        sayUsage(in: &body)
        sayRoles(in: &body)
        if options.tokenLimit == .maxCompletionTokens, body["max_completion_tokens"] == nil {
            body.rename("max_tokens", "max_completion_tokens")
        }
        for member in parameters { body[member.key] = member.value }
        for lesson in lessons where !Self.own.contains(lesson.field) {
            if let instead = lesson.instead {
                body.rename(Text(lesson.field), Text(instead))
            } else {
                body[Text(lesson.field)] = nil
            }
        }
        return body
    }

    /// What gateways take for orders of their own: where to ask, with which key, and which other models. Of all else that is not known
    /// here nothing is left out.
    private static let gateways: Set<Text> = [
        "api_base", "api_key", "api_version", "base_url", "extra_headers", "headers", "models", "fallbacks",
        "model_list",
    ]

    /// What lessons about these mean is minded where they are said.
    private static let own: Set<String> = ["stream", "stream_options", "system", "developer"]

    /// An answer that changes its form on the way is one answer.
    private func refuseSeveral() throws(Inexpressible) {
        guard let n = prompt.sampling.n, n > 1 else { return }
        throw Inexpressible("n", .unsupported)
    }

    /// Without the usage nobody knows what a stream cost.
    private func sayUsage(in body: inout JSONValue) {
        let isRefused = lessons.contains { $0.field == "stream_options" && $0.instead == nil }
        if isRefused || prompt.streams && !asksForStream { body["stream_options"] = nil }
        guard asksForStream, !isRefused, options.asksForUsage else { return }
        if body["stream_options"]?.members == nil {
            body["stream_options"] = ["include_usage": true]
        } else {
            body["stream_options"]?["include_usage"] = true
        }
    }

    private var parameters: [JSONValue.Member] {
        guard !options.parameters.isEmpty else { return [] }
        return (try? JSONValue(parsing: options.parameters.utf8))?.members ?? []
    }
}

// MARK: Who speaks a system prompt

extension Splice {
    private func sayRoles(in body: inout JSONValue) {
        let learned = lessons.last { $0.field == "system" || $0.field == "developer" }
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

extension JSONValue {
    /// Calls a member otherwise; another one that is called so already is left out.
    fileprivate mutating func rename(_ name: Text, _ other: Text) {
        guard self[name] != nil, name != other, case .object(var members) = self else { return }
        members.removeAll { $0.key == other }
        for index in members.indices where members[index].key == name { members[index].key = other }
        self = .object(members)
    }
}

extension JSONValue {
    /// An object without these members.
    fileprivate func without(_ keys: Set<Text>) -> JSONValue {
        guard let members, members.contains(where: { keys.contains($0.key) }) else { return self }
        return .object(members.filter { !keys.contains($0.key) })
    }
}
