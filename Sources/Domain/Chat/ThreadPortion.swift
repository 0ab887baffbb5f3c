/// What of a conversation's tree is read at once.
public enum ThreadQuery: Sendable, Equatable {
    case whole
    /// None of its messages.
    case outline
    /// The newest messages of the path that is shown; of the path to a message, those above it.
    case newest(Int, before: Key<Message>?)
    /// What was added or changed after a `ThreadPortion.version`.
    case since(Int)
}

/// A part of a conversation's tree: some messages with their text, and those around them without it.
public struct ThreadPortion: Sendable, Equatable {
    /// Sent whole.
    public private(set) var shown: Set<Key<Message>> = []
    /// Only named: what a shown message hangs on, and what hangs there beside it.
    public private(set) var named: Set<Key<Message>> = []
    /// How many questions and answers are above the shown ones on their path. Nil where that is no path.
    public private(set) var earlier: Int?
    /// How many messages, the oldest first, change no more.
    public let version: Int

    /// Of all messages of a conversation, oldest first. Throws `invalid` for a `before` that is none of them.
    public init(
        _ query: ThreadQuery, of messages: [Message], upTo current: Key<Message>?
    ) throws(ChatError) {
        version = messages.firstIndex { $0.status == .inProgress } ?? messages.count
        switch query {
        case .whole: shown = Set(messages.map(\.id))
        case .outline: break
        case .since(let version):
            // One that is not there yet is from before the rows were put back from a copy.
            shown = Set(messages.dropFirst(version > messages.count ? 0 : version).map(\.id))
            nameNeighbours(in: messages)
        case .newest(let limit, let before):
            let path = try Self.path(in: messages, to: before ?? current, isAbove: before != nil)
            let first = Self.start(of: path, limit)
            shown = Set(path[first...].map(\.id))
            earlier = Self.parts(in: path[..<first])
            nameNeighbours(in: messages)
        }
    }

    private mutating func nameNeighbours(in messages: [Message]) {
        var parents: Set<Key<Message>?> = []
        for message in messages where shown.contains(message.id) { parents.insert(message.parent) }
        for message in messages where !shown.contains(message.id) {
            if parents.contains(message.id) || parents.contains(message.parent) { named.insert(message.id) }
        }
    }

    /// From the root to a message, or to what is above it.
    private static func path(
        in messages: [Message], to end: Key<Message>?, isAbove: Bool
    ) throws(ChatError) -> [Message] {
        let places = Dictionary(zip(messages.map(\.id), messages.indices)) { first, _ in first }
        var path: [Message] = []
        var next = end.flatMap { places[$0] }
        if isAbove {
            guard let place = next else { throw .invalid(field: "before", .unknown) }
            next = messages[place].parent.flatMap { places[$0] }
        }
        // What a message hangs on comes before it, so this ends.
        while let place = next {
            path.append(messages[place])
            next = messages[place].parent.flatMap { places[$0] }.flatMap { $0 < place ? $0 : nil }
        }
        return path.reversed()
    }

    /// Where the newest `limit` begin: with a question, so that none stands without its answer.
    private static func start(of path: [Message], _ limit: Int) -> Int {
        guard path.count > limit else { return 0 }
        return path[...(path.count - limit)].lastIndex { $0.role == .user } ?? 0
    }

    /// Questions and answers, as a reader counts them: an answer with its thoughts, and what it was continued with, is one.
    private static func parts(in path: ArraySlice<Message>) -> Int {
        var count = 0
        var former: Message.Role?
        for message in path {
            if message.role == .user || former != message.role { count += 1 }
            former = message.role
        }
        return count
    }
}
