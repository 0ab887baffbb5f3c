internal import JSON

/// What the models cost that somebody may ask: an administrator is shown those of every account, a member those of their own, and a
/// stranger, where the administrators want that, those of every account that have a price.
public struct PriceList: Sendable {
    private let accounts: any AccountStore
    private let bindings: any BindingStore
    private let settings: any SettingStore

    public init(accounts: any AccountStore, bindings: any BindingStore, settings: any SettingStore) {
        self.accounts = accounts
        self.bindings = bindings
        self.settings = settings
    }

    /// One model of an enabled account.
    public struct Row: Sendable, Equatable {
        public let model: String
        /// Nil: it is free.
        public let price: Price?
        /// What its accounts speak.
        public let formats: [DialectName]
        /// What is configured of a written token does not count: its name says it.
        public let isCompletionFixed: Bool
    }

    public struct Group: Sendable, Equatable {
        public let name: String
        public let ratio: Ratio
    }

    /// By the models' names; the groups are those that exist, for a member their own, for a stranger the standard one. Throws
    /// `unauthorized` for a stranger who is told nothing.
    public func list(for user: User?) async throws(ChatError) -> (rows: [Row], groups: [Group]) {
        let values = try await settings.values()
        let isPublic = values[Setting.publicPricing.name].flatMap { try? Setting.flag($0) } ?? false
        guard user != nil || isPublic else { throw .unauthorized }
        let offering = try await accounts(of: user)
        let prices = Prices(values)
        var formats: [Text: [DialectName]] = [:]
        for account in offering {
            for model in account.models { formats[Text(model), default: []] += account.formats }
        }
        let rows = formats.map { model, formats in
            Row(
                model: model.string, price: prices[model.string],
                formats: DialectName.allCases.filter(formats.contains),
                isCompletionFixed: CompletionRatios.isFixed(for: model.string))
        }
        let groups = user?.isAdmin == true ? try Setting.groups(values) : [user?.group ?? UserGroup.standard]
        // That a model is here at all is told to those alone who are.
        let shown = user == nil ? rows.filter { $0.price != nil } : rows
        return (
            shown.sorted { $0.model.utf8.lexicographicallyPrecedes($1.model.utf8) },
            groups.map { Group(name: $0, ratio: prices.ratio(of: $0)) }
        )
    }

    private func accounts(of user: User?) async throws(ChatError) -> [Account] {
        if let user, !user.isAdmin { return try await bindings.accounts(of: user.id).map(\.account) }
        var (found, page): ([Account], Page) = ([], Page(offset: 0, limit: Self.atOnce))
        while true {
            let some = try await accounts.list(page, matching: nil)
            found += some.items.filter { $0.status == .enabled }
            page = Page(offset: page.offset + Self.atOnce, limit: Self.atOnce)
            if some.items.isEmpty || page.offset >= some.total { return found }
        }
    }

    private static let atOnce = 500
}
