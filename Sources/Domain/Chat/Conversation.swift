/// One member's conversation: a tree of messages with a current leaf.
public struct Conversation: Sendable, Equatable {
    public let id: Key<Conversation>
    public let owner: ID<User>
    public var title: String
    /// The account that answered last; the next turn prefers it.
    public var account: ID<Account>?
    public var model: String
    /// The leaf that is shown; nil in a conversation without messages.
    public var currentNode: Key<Message>?
    public var isArchived: Bool
    /// Pinned: it stands before all others.
    public var isStarred = false
    /// Nil: it stands in the plain list.
    public var project: Key<Project>?
    /// Since when it is in the trash: its owner reads it, and nothing is added to it.
    public var trashedAt: Timestamp?
    /// When a temporary one goes; nil for one that stays.
    public var expiresAt: Timestamp?
    /// The one that it was begun with, which may be gone.
    public var assistant: ID<Assistant>?
    public var titleOrigin = TitleOrigin.question
    public let createdAt: Timestamp
    public var updatedAt: Timestamp
    /// An answer is being written in it. Only lists know; elsewhere it is false.
    public var isRunning = false

    public init(
        id: Key<Conversation>, owner: ID<User>, title: String, account: ID<Account>?, model: String,
        currentNode: Key<Message>?, isArchived: Bool = false, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.owner = owner
        self.title = title
        self.account = account
        self.model = model
        self.currentNode = currentNode
        self.isArchived = isArchived
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// How long one stays in the trash.
    public static let keptInTrash = Duration.seconds(30 * 86_400)

    /// How long a temporary one stays after its last message.
    public static let keptTemporary = Duration.seconds(86_400)

    /// Whether it stands in no list and no search, and goes by itself.
    public var isTemporary: Bool { expiresAt != nil }

    /// The title of a conversation that has none yet.
    public static let untitled = "New chat"

    /// The id of every tree's root node, which has no message (as ChatGPT's web client names it).
    public static let rootNode = "client-created-root"
}
