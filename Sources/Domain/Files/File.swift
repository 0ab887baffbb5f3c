/// Something that a member uploaded. Its contents never change: what is announced is filled once.
public struct File: Sendable, Equatable {
    public let id: Key<File>
    public let owner: ID<User>
    /// As its owner calls it. Never a path.
    public let name: String
    /// In bytes: as it was announced, and the contents have exactly so many.
    public let size: Int
    /// What the contents are; nil as long as there are none.
    public var kind: Kind?
    /// Of an image.
    public var pixels: PixelSize?
    /// What was read out of a document; nil for an image.
    public var text: FileText?
    /// The one that it was sent in, which takes it along when it goes.
    public var conversation: Key<Conversation>?
    public let createdAt: Timestamp
    /// A model made it.
    public var isMade = false

    public init(
        id: Key<File>, owner: ID<User>, name: String, size: Int, kind: Kind? = nil, pixels: PixelSize? = nil,
        conversation: Key<Conversation>? = nil, createdAt: Timestamp
    ) {
        self.id = id
        self.owner = owner
        self.name = name
        self.size = size
        self.kind = kind
        self.pixels = pixels
        self.conversation = conversation
        self.createdAt = createdAt
    }

    /// The contents are here, whole.
    public var isReady: Bool { kind != nil }

    /// Decided by the contents alone.
    public enum Kind: String, Sendable, CaseIterable {
        case png, jpeg, gif, webp
        /// Documents: models get the text that is in them.
        case text, pdf, docx

        public var isImage: Bool {
            switch self {
            case .png, .jpeg, .gif, .webp: true
            case .text, .pdf, .docx: false
            }
        }

        public var mediaType: String {
            switch self {
            case .png, .jpeg, .gif, .webp: "image/\(rawValue)"
            case .text: "text/plain"
            case .pdf: "application/pdf"
            case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
        }
    }

    /// How long an announced file may be filled: long enough for a slow line, and long before it is swept away.
    static let fillable = Duration.seconds(3600)
    /// How long a file may wait to be sent.
    public static let unsent = Duration.seconds(86_400)
}

public struct PixelSize: Sendable, Equatable {
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}
