/// A conversation as whoever has its address may read it: its messages up to one of them, as they were said. A conversation has one
/// at most.
public struct SharedChat: Sendable, Equatable {
    /// Random: who does not have it does not guess it.
    public let id: Key<SharedChat>
    public let owner: ID<User>
    public let conversation: Key<Conversation>
    /// The last message that is shown.
    public var node: Key<Message>
    /// The conversation's when the share was made, or showed another message last.
    public var title: String
    public let createdAt: Timestamp
    /// Nil: for ever.
    public var expiresAt: Timestamp?
    /// Otherwise it is its owner's alone for now.
    public var isPublic: Bool
    /// Nil: nobody is asked for one.
    public var passcodeHash: String?

    public init(
        id: Key<SharedChat>, owner: ID<User>, conversation: Key<Conversation>, node: Key<Message>, title: String,
        createdAt: Timestamp, expiresAt: Timestamp?, isPublic: Bool = true, passcodeHash: String? = nil
    ) {
        self.id = id
        self.owner = owner
        self.conversation = conversation
        self.node = node
        self.title = title
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.isPublic = isPublic
        self.passcodeHash = passcodeHash
    }

    /// How long one is shown unless its owner says otherwise.
    public static let usualTime = Duration.seconds(7 * 86_400)
    /// In bytes.
    public static let passcodeLengths = 4...64

    public func isOver(at moment: Timestamp) -> Bool { expiresAt.map { $0 <= moment } ?? false }
}

/// What a share's owner makes of it. Nil is what stays as it is; of an expiry and a passcode `.some(nil)` is none.
public struct SharedChatChange: Sendable, Equatable {
    public var expiresAt: Timestamp??
    public var passcode: String??
    public var isPublic: Bool?

    public init(expiresAt: Timestamp?? = nil, passcode: String?? = nil, isPublic: Bool? = nil) {
        self.expiresAt = expiresAt
        self.passcode = passcode
        self.isPublic = isPublic
    }
}

/// Who may read what members share.
public enum Readership: String, Sendable, CaseIterable {
    case everyone
    /// Whoever is signed in.
    case members
    case nobody
}
