/// Why an account was asked, and why each of the others was not.
public struct Choice: Sendable, Equatable {
    public var candidates: [Candidate]

    public struct Candidate: Sendable, Equatable {
        public let account: ID<Account>
        public var outcome: Outcome

        public init(_ account: ID<Account>, _ outcome: Outcome) {
            self.account = account
            self.outcome = outcome
        }
    }

    public init(_ candidates: [Candidate]) { self.candidates = candidates }

    /// Names are those of the interface and of the stored rows.
    public enum Outcome: String, Sendable, CaseIterable {
        case chosen
        /// Its rest was over, and somebody must find out whether it works again.
        case chosenOnTrial = "chosen_on_trial"
        /// It has the conversation already.
        case chosenForConversation = "chosen_for_conversation"
        /// None works; it may be asked all the same.
        case chosenAsLast = "chosen_as_last"

        /// It works, and another had the conversation.
        case elsewhere = "other_has_conversation"
        /// It works, and another's rest was over.
        case behindTrial = "other_on_trial"
        /// It works, and another comes before it in the member's own order.
        case laterInOrder = "later_in_order"
        /// It is shared, and the member has a dedicated one.
        case shared = "dedicated_first"
        case lowerPriority = "lower_priority"
        /// It stood equal, and the strategy took another.
        case balanced

        /// It answers as many as it may at once.
        case busy
        /// A limit of its package is reached.
        case full
        /// It is being asked to find out whether it works again.
        case onTrial = "on_trial"
        case modelResting = "model_resting"
        case cooling, limited
        case needsLogin = "needs_login"
        case needsAttention = "needs_attention"
        case draining, disabled
        /// It does not serve the model.
        case withoutModel = "without_model"
    }

    /// The one that was asked; nil where none could be.
    public var chosen: ID<Account>? { candidates.first { $0.outcome.isChosen }?.account }

    /// More are not kept with a charge: the chosen one, and those that come first.
    package static let mostKept = 20

    package var kept: Choice {
        guard candidates.count > Self.mostKept else { return self }
        let chosen = candidates.filter(\.outcome.isChosen)
        return Choice(chosen + candidates.filter { !$0.outcome.isChosen }.prefix(Self.mostKept - chosen.count))
    }
}

extension Choice.Outcome {
    public var isChosen: Bool {
        switch self {
        case .chosen, .chosenOnTrial, .chosenForConversation, .chosenAsLast: true
        default: false
        }
    }

    /// Why one that rests is not asked.
    init(resting health: AccountHealth) {
        switch health.state {
        case .healthy: self = .modelResting
        case .cooling: self = .cooling
        case .limited: self = .limited
        case .needsLogin: self = .needsLogin
        case .needsAttention: self = .needsAttention
        case .draining: self = .draining
        case .disabled: self = .disabled
        }
    }
}
