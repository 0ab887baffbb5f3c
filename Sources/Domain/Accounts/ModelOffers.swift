internal import JSON

/// A model as a member may choose it.
public struct ModelOffer: Sendable, Equatable {
    public let model: String
    /// In tokens, of the first account that has it.
    public let context: Int
    public let note: ModelNotes.Note
    /// How much a message to it counts as, in limits of weighted messages.
    public let weight: Int
    /// It is asked for pictures, not for words.
    public let makesPictures: Bool
    /// Of the providers' own, those that one of its accounts has and chats may use.
    public let tools: [BuiltInTool]
    /// Why nobody answers for it now; nil: it can be asked.
    public let rest: Rest?

    public enum Rest: Sendable, Equatable {
        /// Every account rests that has it: the first of them until then.
        case until(Timestamp)
        /// None of them comes back by itself.
        case broken
    }
}

/// The models that a member may choose from.
public struct ModelOffers: Sendable {
    private let bindings: any BindingStore
    private let settings: any SettingStore
    private let pool: AccountPool
    private let clock: any WallClock

    public init(bindings: any BindingStore, settings: any SettingStore, pool: AccountPool, clock: any WallClock) {
        self.bindings = bindings
        self.settings = settings
        self.pool = pool
        self.clock = clock
    }

    /// Those of the enabled accounts that the member is bound to, each once, in the order of the bindings: the first is the default, as it is for
    /// a message that names none. How accounts are is this process's opinion, as in `MemberAccounts`: no store is asked for it.
    public func all(for user: ID<User>) async throws(ChatError) -> [ModelOffer] {
        let accounts = try await bindings.accounts(of: user).map(\.account)
        guard !accounts.isEmpty else { return [] }
        let values = try await settings.values()
        // What somebody wrote into the database by hand may be anything.
        let notes = values[Setting.modelNotes.name].flatMap { try? Setting.notes($0) } ?? .none
        let weights = values[Setting.modelWeights.name].flatMap { try? Setting.weights($0) } ?? .equal
        let tools = values[Setting.chatTools.name].flatMap { try? Setting.tools($0) } ?? Set(BuiltInTool.allCases)
        let now = clock.now
        let health = accounts.map { pool.health(of: $0.id) }
        var order: [(model: String, account: Account)] = []
        var holders: [Text: [AccountHealth.Availability]] = [:]
        for (account, health) in zip(accounts, health) {
            for model in account.models {
                if holders[Text(model)] == nil { order.append((model, account)) }
                holders[Text(model), default: []].append(health.availability(for: model, at: now))
            }
        }
        return order.map { model, account in
            let serving = accounts.filter { $0.serves(model) }
            let makesPictures = PictureModel.isOne(model) && serving.contains { $0.passes(.imageGenerations) }
            return ModelOffer(
                model: model, context: account.context(of: model), note: notes[model], weight: weights[model],
                makesPictures: makesPictures,
                tools: BuiltInTool.allCases.filter { tool in
                    !makesPictures && tools.contains(tool) && serving.contains { $0.builtInTools.contains(tool) }
                },
                rest: .init(of: holders[Text(model)] ?? []))
        }
    }
}

extension ModelOffer.Rest {
    /// Nil where one of them may be asked, be it as the last resort.
    fileprivate init?(of accounts: [AccountHealth.Availability]) {
        var earliest: Timestamp?
        for account in accounts {
            guard case .out(let until) = account else { return nil }
            if let until { earliest = min(earliest ?? until, until) }
        }
        self = earliest.map { .until($0) } ?? .broken
    }
}
