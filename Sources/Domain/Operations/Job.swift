public import JSON

/// Work that was begun by a person who waits for its end, as a row that every process can read. It runs in the process that began it.
public struct Job: Sendable, Equatable {
    public let id: Key<Job>
    public let owner: ID<User>
    public let kind: Kind
    public var status: Status
    /// Why it failed; nil for any other status.
    public var failure: Failure?
    /// How much is done, and of how much; 0 as long as that is not known.
    public var done: Int
    public var total: Int
    /// What came of it, an object of the kind's own form. It may grow while the job runs.
    public var report: JSONValue
    public let createdAt: Timestamp
    public var endedAt: Timestamp?

    public init(
        id: Key<Job>, owner: ID<User>, kind: Kind, status: Status = .queued, failure: Failure? = nil, done: Int = 0,
        total: Int = 0, report: JSONValue = [:], createdAt: Timestamp, endedAt: Timestamp? = nil
    ) {
        self.id = id
        self.owner = owner
        self.kind = kind
        self.status = status
        self.failure = failure
        self.done = done
        self.total = total
        self.report = report
        self.createdAt = createdAt
        self.endedAt = endedAt
    }

    public enum Kind: String, Sendable, CaseIterable {
        /// Tests accounts, each once.
        case accountTests = "account_tests"
        /// Makes accounts of logins that were pasted.
        case accountImport = "account_import"
        /// Makes a file of a member's chats.
        case export
        /// Makes chats of an export.
        case chatImport = "import"
        /// Deletes all that a member has.
        case erasure

        /// Who may begin one and look at it; a running one ends when its owner has lost that role.
        public var leastRole: User.Role {
            switch self {
            case .accountTests, .accountImport: .admin
            case .export, .chatImport, .erasure: .member
            }
        }

        /// Nobody may begin one while another one runs, whoever's.
        public var isExclusive: Bool {
            switch self {
            case .accountTests, .accountImport: true
            case .export, .chatImport, .erasure: false
            }
        }
    }

    public enum Status: String, Sendable, CaseIterable { case queued, running, done, failed, cancelled }

    public enum Failure: String, Sendable, CaseIterable {
        /// Its process stopped or died.
        case interrupted
        /// A store was away.
        case unavailable
        /// What was to be imported is no export of ChatGPT's, or has no chats.
        case notAnExport = "not_an_export"
    }

    /// So many of one person may run at the same time.
    public static let mostOfOne = 4
    /// So long a job can be looked at after its end.
    public static let kept = Duration.seconds(86_400)
}
