internal import Database
internal import Domain

/// What the reserving script is asked: for a place, to move one to another account, or without a charge only how it stands.
struct QuotaQuestion {
    let charge: Key<Charge>?
    private let use: QuotaUse
    private let message: Key<Message>?
    let moves: Bool
    /// Those whose scope has a subject.
    let limits: [Limit]

    init(_ charge: Key<Charge>?, _ use: QuotaUse, _ message: Key<Message>?, _ limits: [Limit], moves: Bool = false) {
        self.charge = charge
        self.use = use
        self.message = message
        self.moves = moves
        let hasAll = limits.allSatisfy { use.subject(of: $0.scope) != nil }
        self.limits = hasAll ? limits : limits.filter { use.subject(of: $0.scope) != nil }
    }

    /// The counter that a limit looks at, by its place.
    func counter(_ place: Int) -> QuotaCounter { limits[place].counter(for: use)! }

    /// What the reserving script is called with: how many keys, and those with the arguments that follow them.
    func words(_ keys: QuotaKeys, _ epoch: QuotaEpoch, _ time: Timestamp?, _ bounds: QuotaBounds)
        -> (keys: Int, RedisWords)
    {
        var words = RedisWords()
        // A question without a charge takes nothing and leaves the key of its record alone; so does one without a message.
        let open = keys.open(epoch)
        for key in [keys.epoch, keys.clock, open] { words.add(key) }
        words.add(charge.map { keys.record(of: $0, epoch) } ?? open)
        words.add(message.map { keys.send(of: $0, use.payer.user, epoch) } ?? open)
        words.add(keys.due)
        let (place, subjects) = (keys.subjects(epoch), use.subjects)
        for subject in subjects {
            words.write { word in
                word.add(place)
                subject.write(to: &word)
            }
        }
        words.add(epoch.text)
        if let time { words.add(time.milliseconds) } else { words.add("") }
        words.add(charge?.text ?? "")
        words.add(mode)
        words.write { QuotaEntry.write(use, subjects, to: &$0) }
        words.add(bounds.words)
        addLimits(to: &words)
        return (6 + subjects.count, words)
    }

    private func addLimits(to words: inout RedisWords) {
        for limit in limits {
            // Scopes are in the order of subjects, but for those without one.
            words.add(Int64(1 + QuotaScope.allCases.prefix { $0 != limit.scope }.count { use.subject(of: $0) != nil }))
            words.write { QuotaSpec.write(limit.window, limit.unit, limit.models, to: &$0) }
            words.add(Int64(limit.amount))
        }
    }

    private var mode: String {
        if moves { return "3" }
        return charge == nil ? "0" : message == nil ? "1" : "2"
    }
}
