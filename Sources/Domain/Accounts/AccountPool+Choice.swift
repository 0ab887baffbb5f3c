internal import Synchronization

// MARK: Choosing

extension AccountPool {
    /// Among whom, for what and how one is chosen.
    package struct Question: Sendable {
        public var candidates: [BoundAccount]
        public var model: String
        public var balancing = LoadBalancing.leastInFlight
        /// The one that has the conversation: a preference, never a pin.
        public var sticky: ID<Account>?
        /// Those that have no room for the asker, or were asked before.
        public var passing: Set<ID<Account>> = []

        public init(among candidates: [BoundAccount], for model: String) {
            self.candidates = candidates
            self.model = model
        }
    }

    /// Chooses among those that work: the preferred account if it is one, else the first in the member's own order, else dedicated
    /// before shared, then the highest priority, then as the strategy says. An account whose rest is over comes before those that need none, once, as somebody must find
    /// out; those that rest come last.
    package func lend(_ question: Question) -> Lending {
        let now = clock.now
        return state.withLock { state in
            let decision = state.decide(question, at: now, random: random)
            guard let chosen = decision.chosen else { return .allOut(until: decision.earliest) }
            if decision.isTrial { state.trials.insert(chosen.id) }
            state.shares.take(chosen.id, at: now)
            return .lent(chosen, decision.choice)
        }
    }

    /// What `lend` would do now, without doing it.
    package func consider(_ question: Question) -> Choice {
        let now = clock.now
        return state.withLock { $0.decide(question, at: now, random: random).choice }
    }
}

/// What was decided, and why.
private struct Decision {
    var chosen: Account?
    var isTrial = false
    /// When one may be asked again, where none can be now.
    var earliest: Timestamp?
    var choice = Choice([])
}

extension AccountPool.State {
    /// How soon an account that answers all it may at once is thought to be free again.
    private static let busyFor = Duration.seconds(5)

    fileprivate func decide(
        _ question: AccountPool.Question, at now: Timestamp, random: () -> UInt64
    ) -> Decision {
        var decision = Decision()
        decision.choice.candidates.reserveCapacity(question.candidates.count)
        // Places of `question.candidates`.
        var (ready, resting): ([Int], [Int]) = ([], [])
        var trial: Int?
        for (place, candidate) in question.candidates.enumerated() {
            let outcome: Choice.Outcome
            if question.passing.contains(candidate.account.id) {
                outcome = .full
            } else if isBusy(candidate.account) {
                outcome = .busy
                decision.note(now + Self.busyFor)
            } else {
                let health = health[candidate.account.id] ?? AccountHealth()
                switch health.availability(for: question.model, at: now) {
                case .ready:
                    outcome = .balanced
                    ready.append(place)
                case .onTrial:
                    outcome = .onTrial
                    if !trials.contains(candidate.account.id) {
                        trial = trial ?? place
                    } else if health.state == .cooling {
                        resting.append(place)
                    } else {
                        // One asks; whether it works again is known in a moment.
                        decision.note(now + Self.busyFor)
                    }
                case .lastResort:
                    outcome = Choice.Outcome(resting: health)
                    resting.append(place)
                case .out(let until):
                    outcome = Choice.Outcome(resting: health)
                    if let until { decision.note(until) }
                }
            }
            decision.choice.candidates.append(.init(candidate.account.id, outcome))
        }
        if let trial {
            decision.isTrial = true
            decision.choose(trial, as: .chosenOnTrial, of: question)
            for place in ready { decision.choice.candidates[place].outcome = .behindTrial }
        } else if !ready.isEmpty {
            settle(ready, question, &decision, at: now, random)
        } else if !resting.isEmpty {
            settle(resting, question, &decision, at: now, random, areResting: true)
        }
        return decision
    }

    private func settle(
        _ places: [Int], _ question: AccountPool.Question, _ decision: inout Decision, at now: Timestamp,
        _ random: () -> UInt64, areResting: Bool = false
    ) {
        func pass(_ place: Int, _ outcome: Choice.Outcome) {
            if !areResting { decision.choice.candidates[place].outcome = outcome }
        }
        let candidates = question.candidates
        if let sticky = question.sticky, let place = places.first(where: { candidates[$0].account.id == sticky }) {
            for other in places { pass(other, .elsewhere) }
            decision.choose(place, as: areResting ? .chosenAsLast : .chosenForConversation, of: question)
            return
        }
        if let place = places.filter({ candidates[$0].place != nil }).min(by: {
            candidates[$0].place! < candidates[$1].place!
        }) {
            for other in places { pass(other, .laterInOrder) }
            decision.choose(place, as: areResting ? .chosenAsLast : .chosen, of: question)
            return
        }
        let isDedicated = places.contains { candidates[$0].mode == .dedicated }
        var first = places.filter { (candidates[$0].mode == .dedicated) == isDedicated }
        for place in places where isDedicated && candidates[place].mode == .shared { pass(place, .shared) }
        let highest = first.map { candidates[$0].rank }.max { $0 < $1 }!
        for place in first where candidates[place].rank < highest { pass(place, .lowerPriority) }
        first.removeAll { candidates[$0].rank < highest }
        let chosen = shares.choose(
            among: first.map { candidates[$0] }, by: question.balancing, at: now, random: random)
        let place = first.first { candidates[$0].account.id == chosen.account.id }!
        decision.choose(place, as: areResting ? .chosenAsLast : .chosen, of: question)
    }

    private func isBusy(_ account: Account) -> Bool {
        account.options.concurrency.map { shares.running(of: account.id) >= $0 } ?? false
    }
}

extension Decision {
    fileprivate mutating func choose(
        _ place: Int, as outcome: Choice.Outcome, of question: AccountPool.Question
    ) {
        chosen = question.candidates[place].account
        choice.candidates[place].outcome = outcome
    }

    fileprivate mutating func note(_ moment: Timestamp) { earliest = min(earliest ?? moment, moment) }
}

extension BoundAccount {
    /// That of the binding before that of the account.
    fileprivate var rank: (Int, Int) { (priority, account.priority) }
}
