/// A file that a member's chats were written to. Its owner gets it, for a day.
public struct Export: Sendable, Equatable {
    public let id: Key<Export>
    public let owner: ID<User>
    /// As it is saved. Never a path.
    public let name: String
    public let mediaType: String
    /// In bytes.
    public var size: Int
    public let createdAt: Timestamp

    public init(
        id: Key<Export>, owner: ID<User>, name: String, mediaType: String, size: Int = 0, createdAt: Timestamp
    ) {
        self.id = id
        self.owner = owner
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.createdAt = createdAt
    }

    public static let kept = Duration.seconds(86_400)

    /// How one chat is written.
    public enum Format: String, Sendable, CaseIterable { case markdown, json }

    /// What a text says in the language of its reader.
    public struct Words: Sendable {
        public let you: String
        public let assistant: String
        public let thoughts: String
        public let file: String

        public init(you: String, assistant: String, thoughts: String, file: String) {
            self.you = you
            self.assistant = assistant
            self.thoughts = thoughts
            self.file = file
        }
    }

    /// Where its contents are among those of files.
    var contents: Key<File> { Key<File>(id) }
}
