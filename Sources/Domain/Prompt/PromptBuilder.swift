internal import JSON

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

    /// The prompt, and how many messages of the path it does without. The last message is always sent whole; of `summaries` that
    /// one is taken which leaves room for what follows it, if not all fit.
    ///
    /// Strict upstreams want it so: the user speaks first and last, and the two take turns. Questions that stand together, as an answer
    /// failed or said nothing, are one. A system prompt is always sent, and takes its part of the room.
    public func prompt(
        for model: String, beginningWith system: String? = nil, from messages: [Message],
        showing files: ShownFiles = [:], to leaf: Key<Message>, behind summaries: [Summary] = []
    ) -> (prompt: Prompt, omitted: Int, summary: Summary?) {
        let excerpt = excerpt(of: Self.path(to: leaf, in: messages), beside: system, summaries)
        var prompt = joined(excerpt.messages, files)
        // An upstream answers a user: more of an answer has to be asked for in words.
        if prompt.last?.role == .assistant { prompt.append(.init(.user, Self.goOn)) }
        if let summary = excerpt.summary {
            prompt.begin(with: Self.introduction(of: summary))
        } else if prompt.first?.role == .assistant {
            prompt.insert(.init(.user, Self.beginning), at: 0)
        }
        if let system { prompt.insert(.init(.system, system), at: 0) }
        return (Prompt(model: model, messages: prompt), excerpt.omitted, excerpt.summary)
    }

    /// How full it is with what was said up to `leaf`.
    public func fill(
        beginningWith system: String? = nil, from messages: [Message], to leaf: Key<Message>?,
        behind summaries: [Summary] = []
    ) -> ContextFill {
        let path = leaf.map { Self.path(to: $0, in: messages) } ?? []
        let excerpt = excerpt(of: path, beside: system, summaries)
        let used = path[excerpt.summedUp...].reduce(cost(of: system, and: excerpt.summary)) { $0 + cost(of: $1) }
        return ContextFill(
            used: used, room: budget, omitted: excerpt.omitted, summedUp: excerpt.summedUp)
    }

    private static let goOn = """
        Continue exactly where you stopped, with the very next character: repeat nothing, say nothing before it, and open no code \
        block, list or table again that you were in.
        """
    /// For an answer that is sent without its question.
    private static let beginning = "…"

    /// Messages of one role that stand together become one.
    private func joined(_ messages: ArraySlice<Message>, _ files: ShownFiles) -> [Prompt.Message] {
        var joined: [Prompt.Message] = []
        for message in messages {
            let parts = parts(of: message, files)
            if joined.last?.role == Prompt.Role(message.role) {
                // The parts of an answer that was continued meet where they were cut; questions stand apart.
                joined[joined.count - 1].parts.join(parts, message.role == .assistant ? "" : "\n\n")
            } else {
                joined.append(.init(Prompt.Role(message.role), parts))
            }
        }
        return joined
    }

    /// Its images before its words, as providers advise, and then its documents.
    private func parts(of message: Message, _ files: ShownFiles) -> [Part] {
        var room = roomForDocuments
        var parts: [Part] = []
        for file in message.files {
            let part = Part(file, shown: files[file.id], within: &room)
            // A document whose text follows another one's, or the words, stands apart from it.
            if case .text = part { parts.join([part], "\n\n") } else { parts.append(part) }
        }
        if parts.isEmpty || message.hasWords { parts.join([.text(Text(message.text))], "\n\n") }
        return parts
    }

    /// Tokens of the documents of one message: there is room for what is asked about them, and for some of what was said before.
    private var roomForDocuments: Int { budget / 2 }

    /// Tokens, by estimate, of a message with what is shown of its files.
    func cost(of message: Message) -> Int {
        let documents = message.files.reduce(0) { $0 + ($1.text?.tokens ?? 0) }
        let images = message.files.count { $0.text == nil && !$0.isMade }
        return Self.estimate(message.text) + images * TokenEstimate.ofMedium + min(documents, roomForDocuments)
    }

    /// The spoken messages from the root to `leaf`. Reasoning, and what has not a word, are left out; blanks between the parts of
    /// an answer that was continued stay.
    static func path(to leaf: Key<Message>, in messages: [Message]) -> [Message] {
        let byID = Dictionary(messages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var path: [Message] = []
        var next = byID[leaf]
        while let message = next, path.count <= messages.count {
            path.append(message)
            next = message.parent.flatMap { byID[$0] }
        }
        var spoken: [Message] = []
        for var message in path.reversed() where message.kind == .text {
            if message.role == .assistant { message.text = ThoughtTags.without(message.text) }
            let goesOn = message.role == .assistant && spoken.last?.role == .assistant && !message.text.isEmpty
            if message.hasWords || !message.files.isEmpty || goesOn { spoken.append(message) }
        }
        return spoken
    }

    /// An answer so far: what stands at `leaf`, with what it continued. Nil unless that is an answer.
    static func answer(at leaf: Key<Message>, in messages: [Message]) -> String? {
        guard let last = messages.first(where: { $0.id == leaf }), last.role == .assistant else { return nil }
        return path(to: leaf, in: messages).reversed().prefix { $0.role == .assistant }.reversed().map(\.text).joined()
    }
}

extension [Prompt.Message] {
    /// Said by the user before all else.
    fileprivate mutating func begin(with text: String) {
        guard let first, first.role == .user else { return insert(.init(.user, text), at: 0) }
        var parts: [Part] = [.text(Text(text))]
        parts.join(first.parts, "\n\n")
        self[0].parts = parts
    }
}

extension Message {
    fileprivate var hasWords: Bool { text.utf8.contains { $0 > 32 } }
}

extension [Part] {
    /// Texts that meet become one.
    fileprivate mutating func join(_ parts: [Part], _ separator: String) {
        guard case .text(let text)? = last, case .text(let next)? = parts.first else {
            return append(contentsOf: parts)
        }
        self[count - 1] = .text(Text(text.string + separator + next.string))
        append(contentsOf: parts.dropFirst())
    }
}

extension Prompt.Role {
    fileprivate init(_ role: Message.Role) {
        switch role {
        case .system: self = .system
        case .user: self = .user
        case .assistant: self = .assistant
        }
    }
}
