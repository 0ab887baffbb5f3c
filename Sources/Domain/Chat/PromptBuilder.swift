/// Chooses what of a conversation is sent upstream: the path from the root to a message, newest first,
/// until the model's context, minus room for the answer, is full.
public struct PromptBuilder: Sendable {
    /// Tokens that the history may fill.
    public let budget: Int

    /// A quarter of the context is left for the answer, at most 16k tokens.
    public init(context: Int) { budget = max(1, context - min(context / 4, 16_384)) }

    private init(budget: Int) { self.budget = budget }

    /// The same with half the room, for an upstream that said it was too much.
    public var halved: PromptBuilder { PromptBuilder(budget: max(1, budget / 2)) }

    /// The prompt and how many messages of the path did not fit. The last message is always sent whole.
    public func prompt(for model: String, from messages: [Message], to leaf: Key<Message>) -> (
        prompt: Prompt, omitted: Int
    ) {
        let path = Self.path(to: leaf, in: messages)
        var lines: [Prompt.Line] = []
        var used = 0
        for message in path.reversed() {
            let cost = Self.estimate(message.text)
            guard lines.isEmpty || used + cost <= budget else { break }
            used += cost
            lines.append(.init(message.role, message.text))
        }
        let omitted = path.count - lines.count
        lines.reverse()
        // An upstream answers a user: more of an answer has to be asked for in words.
        if lines.last?.role == .assistant { lines.append(.init(.user, "Continue exactly where you stopped.")) }
        return (Prompt(model: model, messages: lines), omitted)
    }

    /// The spoken messages from the root to `leaf`. Reasoning, and answers without a word, are left out.
    static func path(to leaf: Key<Message>, in messages: [Message]) -> [Message] {
        let byID = Dictionary(messages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var path: [Message] = []
        var next = byID[leaf]
        while let message = next, path.count <= messages.count {
            path.append(message)
            next = message.parent.flatMap { byID[$0] }
        }
        return path.reversed().filter { $0.kind == .text && !$0.text.isEmpty }
    }

    /// Tokens, by estimate: a token for four bytes of ASCII, one for every other character, four for the frame.
    static func estimate(_ text: String) -> Int {
        var ascii = 0
        var others = 0
        for byte in text.utf8 {
            if byte < 0x80 { ascii += 1 } else if byte >= 0xC0 { others += 1 }
        }
        return ascii / 4 + others + 4
    }
}
