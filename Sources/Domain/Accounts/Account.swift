/// An upstream account that answers messages. Its key is kept apart, sealed (`AccountStore.key`).
public struct Account: Sendable, Equatable {
    public let id: ID<Account>
    public var name: String
    public var provider: Provider
    /// Without `/v1` and without a trailing slash (`storedBaseURL`); empty for the demo.
    public var baseURL: String
    public var models: [String]
    /// Context lengths in tokens, by model, where they differ from the default of 128k.
    public var contexts: [String: Int]
    public var status: Status
    public var priority: Int
    public var weight: Int
    /// Outgoing proxy URL; empty means none.
    public var proxy: String
    public var remark: String
    /// A word that groups accounts in lists; empty means none.
    public var tag = ""
    /// Whoever uses the account is checked against it.
    public var package: ID<Package>?
    @Shared public var options = AccountOptions()
    /// How requests differ from the usual ones, as the upstream refused those.
    public var learned: [LearnedOption] = []
    /// Events of answers that could not be read, in all, and when the last ones came.
    public var skipped = 0
    public var skippedAt: Timestamp?
    public let createdAt: Timestamp
    /// What cannot be opened, because it was changed in the database. An account that has any of it is lent to nobody until it
    /// is entered again.
    public var unreadable: Set<SealedPart>

    public init(
        id: ID<Account>, name: String, provider: Provider = .openAI, baseURL: String, models: [String],
        contexts: [String: Int] = [:],
        status: Status = .enabled, priority: Int = 0, weight: Int = 1, proxy: String = "",
        remark: String = "", createdAt: Timestamp, unreadable: Set<SealedPart> = []
    ) {
        self.id = id
        self.name = name
        self.provider = provider
        self.baseURL = baseURL
        self.models = models
        self.contexts = contexts
        self.status = status
        self.priority = priority
        self.weight = weight
        self.proxy = proxy
        self.remark = remark
        self.createdAt = createdAt
        self.unreadable = unreadable
    }

    /// What is sealed at rest.
    public enum SealedPart: String, Sendable, CaseIterable { case key, proxy }

    /// What New API calls the channel's `status`.
    public enum Status: Int, Sendable, CaseIterable { case enabled = 1, disabled = 2, needsAttention = 3 }

    /// As administrators see it.
    public var shownStatus: Status { unreadable.isEmpty ? status : .needsAttention }

    /// Tokens of context assumed for a model that says nothing else.
    public static let defaultContext = 128_000

    public func context(of model: String) -> Int { contexts[model] ?? Self.defaultContext }
}
