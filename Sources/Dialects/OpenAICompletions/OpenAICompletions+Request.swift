public import Domain
public import JSON

extension OpenAICompletions {
    public func prompt(from body: JSONValue) throws(Inexpressible) -> Prompt {
        let text = try Self.text(in: try RequestFields(body))
        // All else is called as in Chat Completions, but for the fields that those do not have.
        var chat = body.without(Self.own.union(["prompt"]))
        chat["messages"] = [["role": "user", "content": .string(text)]]
        var prompt = try OpenAIChat().prompt(from: chat)
        var extras = body.members?.filter { Self.own.contains($0.key) && !$0.value.isNull } ?? []
        if let n = prompt.sampling.n, n > 1 { extras.append(.init("n", .integer(n))) }
        extras += prompt.extras[.openAIChat]?.members ?? []
        prompt.extras = extras.isEmpty ? [:] : [.completions: .object(extras)]
        prompt.original = .init(.completions, body)
        return prompt
    }

    /// Fields that mean something else elsewhere, or nothing.
    private static let own: Set<Text> = [
        "suffix", "best_of", "echo", "logprobs", "top_logprobs", "messages", "tools", "tool_choice", "functions",
        "function_call", "parallel_tool_calls", "response_format", "reasoning_effort", "web_search_options",
    ]

    /// One text. Several would be several answers, and tokens are those of one model.
    private static func text(in fields: RequestFields) throws(Inexpressible) -> Text {
        guard let value = fields["prompt"] else { throw fields.refused("prompt", .missing) }
        if let text = value.text { return text }
        guard let list = value.array else { throw fields.refused("prompt", .not("a string or an array of strings")) }
        guard let first = list.first else { throw fields.refused("prompt", .empty) }
        guard let text = first.text else { throw fields.refused("prompt", .not("a string or an array of strings")) }
        guard list.count == 1 else { throw fields.refused("prompt", .tooMany(1)) }
        return text
    }

    public func request(_ prompt: Prompt) throws(Inexpressible) -> JSONValue {
        guard prompt.messages.count == 1, prompt.messages[0].role == .user, prompt.tools.isEmpty else {
            throw prompt.unsupported(.turns)
        }
        var said: [String] = []
        for part in prompt.messages[0].parts {
            guard case .text(let text) = part else { throw prompt.unsupported(.turns) }
            said.append(text.string)
        }
        var body = try OpenAIChat().request(prompt).without(["messages", "response_format", "reasoning_effort"])
        guard case .object(let members) = body else { return body }
        body = .object([members[0], .init("prompt", .string(said.joined()))] + members.dropFirst())
        let own = prompt.extras[.completions]?.members ?? []
        for member in own where member.key != "n" { body[member.key] = member.value }
        return body
    }
}
