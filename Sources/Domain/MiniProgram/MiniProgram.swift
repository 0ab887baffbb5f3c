/// What applications may do for their users: ask at the cost of one member, and keep what was asked.
public struct MiniProgram: Sendable {
    public let options: Options
    let users: any UserStore
    let allowances: any AllowanceStore
    let store: any AppUserStore
    let rate: any CallRate
    let watch: AccountWatch
    let clock: any WallClock

    /// What the start says of it.
    public struct Options: Sendable {
        public var applications: [Application]
        /// The member whose accounts are used and whose quota counts; empty: nobody is asked anything.
        public var payer = ""
        public var model = Self.usualModel
        public var imageModel = Self.usualImageModel
        /// In a minute, of one user; nil: any number.
        public var mostCalls: Int? = Self.usualMostCalls

        public static let usualModel = "gpt-4o-all"
        public static let usualImageModel = "dall-e-3"
        public static let usualMostCalls = 60

        public init(_ applications: [Application]) { self.applications = applications }
    }

    public init(
        _ options: Options, users: any UserStore, allowances: any AllowanceStore, store: any AppUserStore,
        rate: any CallRate, watch: AccountWatch, clock: any WallClock
    ) {
        self.options = options
        self.users = users
        self.allowances = allowances
        self.store = store
        self.rate = rate
        self.watch = watch
        self.clock = clock
    }
}

// MARK: Who asks, and who pays

extension MiniProgram {
    /// Whose calls are counted together.
    public enum Caller: Sendable {
        case user(AppUser.Name)
        /// A call that names nobody: by the network that it comes from.
        case address(String, Application)

        fileprivate var subject: String {
            switch self {
            case .user(let name): "\(name.application):user:\(name.openID)"
            case .address(let address, let application): "\(application.name):network:\(NetworkPrefix.of(address))"
            }
        }
    }

    /// Counts a call. Throws `throttled`.
    public func count(_ caller: Caller) async throws(ChatError) {
        guard let most = options.mostCalls else { return }
        let now = clock.now
        guard let free = await rate.take(caller.subject, most: most, at: now) else { return }
        throw .throttled(retryAfter: Int(max(1, ((free - now).inMilliseconds + 999) / 1000)))
    }

    /// What the paying member may use now. Throws `noAccount` when nobody is named who could pay.
    public func standing() async throws(ChatError) -> Standing {
        let user = try await payer()
        // Read for this call alone: there is nothing that could become old.
        return Standing(user: user, key: nil, allowance: try await allowances.allowance(of: user.id), epoch: 0)
    }

    private func payer() async throws(ChatError) -> User {
        guard !options.payer.isEmpty, let found = try await users.credentials(of: options.payer)?.user,
            found.status == .enabled
        else { throw .noAccount }
        return found
    }
}

// MARK: What is kept

extension MiniProgram {
    public func user(_ name: AppUser.Name) async throws(ChatError) -> AppUser {
        try await store.user(name, paidBy: try await payer().id, at: clock.now)
    }

    public func turns(of name: AppUser.Name) async throws(ChatError) -> [AppTurn] { try await store.turns(of: name) }

    public func deleteTurns(of name: AppUser.Name) async throws(ChatError) { try await store.deleteTurns(of: name) }

    public func keep(
        _ question: String, answer: String, of name: AppUser.Name, paidBy payer: ID<User>
    ) async throws(ChatError) {
        try await store.add(AppTurn(question, answer: answer, at: clock.now), to: name, paidBy: payer)
    }
}
