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

    /// The prompt and how many messages of the path did not fit. The last message is always sent whole.
    ///
    /// Strict upstreams want it so: the user speaks first and last, and the two take turns. Questions that stand together, as an answer
    /// failed or said nothing, are one. A system prompt is always sent, and takes its part of the room.
    public func prompt(
        for model: String, beginningWith system: String? = nil, from messages: [Message],
        showing pictures: Pictures = [:], to leaf: Key<Message>
    ) -> (prompt: Prompt, omitted: Int) {
        let path = Self.path(to: leaf, in: messages)
        let lines = fitting(path, beside: system)
        var prompt = Self.joined(lines, pictures)
        // An upstream answers a user: more of an answer has to be asked for in words.
        if prompt.last?.role == .assistant { prompt.append(.init(.user, Self.goOn)) }
        if prompt.first?.role == .assistant { prompt.insert(.init(.user, Self.beginning), at: 0) }
        if let system { prompt.insert(.init(.system, system), at: 0) }
        return (Prompt(model: model, messages: prompt), path.count - lines.count)
    }

    /// How full it is with what was said up to `leaf`.
    public func fill(
        beginningWith system: String? = nil, from messages: [Message], to leaf: Key<Message>?
    ) -> ContextFill {
        let path = leaf.map { Self.path(to: $0, in: messages) } ?? []
        let used = path.reduce(system.map(Self.estimate) ?? 0) { $0 + Self.cost(of: $1) }
        return ContextFill(used: used, room: budget, omitted: path.count - fitting(path, beside: system).count)
    }

    /// As many of the newest as fit; the last is always sent.
    private func fitting(_ path: [Message], beside system: String?) -> ArraySlice<Message> {
        var kept = 0
        var used = system.map(Self.estimate) ?? 0
        for message in path.reversed() {
            used += Self.cost(of: message)
            guard kept == 0 || used <= budget else { break }
            kept += 1
        }
        var lines = path.suffix(kept)
        // An answer whose question did not fit answers nothing; more of it goes on from as much as fits.
        if lines.contains(where: { $0.role == .user }) {
            while lines.first?.role == .assistant { lines.removeFirst() }
        }
        return lines
    }

    private static func cost(of message: Message) -> Int {
        estimate(message.text) + message.files.count * TokenEstimate.ofMedium
    }

    private static let goOn = """
        Continue exactly where you stopped, with the very next character: repeat nothing, say nothing before it, and open no code \
        block, list or table again that you were in.
        """
    /// For an answer that is sent without its question.
    private static let beginning = "…"

    /// Messages of one role that stand together become one.
    private static func joined(_ messages: ArraySlice<Message>, _ pictures: Pictures) -> [Prompt.Message] {
        var joined: [Prompt.Message] = []
        for message in messages {
            let parts = parts(of: message, pictures)
            if joined.last?.role == Prompt.Role(message.role) {
                // The parts of an answer that was continued meet where they were cut; questions stand apart.
                joined[joined.count - 1].parts.join(parts, message.role == .assistant ? "" : "\n\n")
            } else {
                joined.append(.init(Prompt.Role(message.role), parts))
            }
        }
        return joined
    }

    /// Its images before its words, as providers advise.
    private static func parts(of message: Message, _ pictures: Pictures) -> [Part] {
        let images = message.files.map { file -> Part in
            pictures[file.id].map { .image(Picture($0)) } ?? .text(Text(leftOut))
        }
        return images + (images.isEmpty || message.hasWords ? [.text(Text(message.text))] : [])
    }

    /// Stands for an image of an earlier turn, where there are more than one question may have.
    private static let leftOut = "[An earlier image, not shown again.]"

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

    /// Tokens, by estimate, with four for the frame.
    static func estimate(_ text: String) -> Int {
        var estimate = TokenEstimate()
        estimate.add(text)
        return estimate.tokens + 4
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
