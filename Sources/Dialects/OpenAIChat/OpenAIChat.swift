public import Domain
public import JSON
internal import Wire

/// OpenAI's Chat Completions format (`POST /v1/chat/completions`) and what its imitators make of it. Pure functions.
public enum OpenAIChat {
    /// The body of a request, as the account's upstream wants it. `tokenLimit`, in tokens, is for a probe; a chat leaves the length to the
    /// model.
    public static func request(_ prompt: Prompt, to account: Account, tokenLimit: Int? = nil) -> JSONValue {
        let options = account.options
        let lessons = account.lessons
        let isUnsaid: (String) -> Bool = { field in lessons.contains { $0.field == field && $0.instead == nil } }
        var request: JSONValue = ["model": .string(prompt.model), "messages": .array(messages(prompt, account))]
        let streams = options.streams && !isUnsaid("stream")
        request["stream"] = .bool(streams)
        if streams, options.asksForUsage, !isUnsaid("stream_options") {
            request["stream_options"] = ["include_usage": true]
        }
        if let tokenLimit { request[Text(options.tokenLimit.rawValue)] = .integer(tokenLimit) }
        for member in parameters(of: options) { request[member.key] = member.value }
        for lesson in lessons where !Self.own.contains(lesson.field) {
            let field = Text(lesson.field)
            guard let value = request[field] else { continue }
            request = request.without(field)
            if let instead = lesson.instead { request[Text(instead)] = value }
        }
        return request
    }

    /// What lessons about these mean is minded where they are said.
    private static let own: Set<String> = ["stream", "stream_options", "system", "developer"]

    private static func parameters(of options: AccountOptions) -> [JSONValue.Member] {
        guard !options.parameters.isEmpty else { return [] }
        return (try? JSONValue(parsing: options.parameters.utf8))?.members ?? []
    }

    private static func messages(_ prompt: Prompt, _ account: Account) -> [JSONValue] {
        let learned = account.lessons.last { $0.field == "system" || $0.field == "developer" }?.instead
        let role = learned ?? account.options.systemRole.rawValue
        var lines = prompt.messages
        guard role == Prompt.Role.user.rawValue, lines.first?.role == .system else {
            return lines.map { message($0, as: $0.role == .system ? role : $0.role.rawValue) }
        }
        // The two would be the same speaker twice.
        let system = lines.removeFirst()
        if let first = lines.first, first.role == .user {
            lines[0] = .init(.user, system.text + "\n\n" + first.text)
        } else {
            lines.insert(.init(.user, system.text), at: 0)
        }
        return lines.map { message($0, as: $0.role.rawValue) }
    }

    private static func message(_ line: Prompt.Message, as role: String) -> JSONValue {
        ["role": .string(role), "content": .string(line.text)]
    }
}

extension JSONValue {
    fileprivate func without(_ name: Text) -> JSONValue { .object((members ?? []).filter { $0.key != name }) }
}
