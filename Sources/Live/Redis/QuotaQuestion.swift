internal import Domain

/// What the reserving script is asked: for a place, to move one to another account, or without a charge only how it stands.
struct QuotaQuestion {
    let charge: Key<Charge>?
    private let use: QuotaUse
    private let message: Key<Message>?
    let moves: Bool
    /// Those whose scope has a subject, with the counter of each.
    private let asked: [(limit: Limit, counter: QuotaCounter)]

    init(_ charge: Key<Charge>?, _ use: QuotaUse, _ message: Key<Message>?, _ limits: [Limit], moves: Bool = false) {
        self.charge = charge
        self.use = use
        self.message = message
        self.moves = moves
        asked = limits.compactMap { limit in limit.counter(for: use).map { (limit, $0) } }
    }

    var limits: [Limit] { asked.map(\.limit) }
    var counters: [QuotaCounter] { asked.map(\.counter) }

    func keys(_ keys: QuotaKeys, _ epoch: QuotaEpoch) -> [String] {
        // A question without a charge takes nothing and leaves the key of its record alone; so does one without a message.
        let open = keys.open(epoch)
        let record = charge.map { keys.record(of: $0, epoch) } ?? open
        let send = message.map { keys.send(of: $0, use.payer.user, epoch) } ?? open
        return [keys.epoch, keys.clock, open, record, send, keys.due]
            + use.subjects.map { keys.subjects(epoch) + $0.keyName }
    }

    private var mode: String {
        if moves { return "3" }
        return charge == nil ? "0" : message == nil ? "1" : "2"
    }

    func arguments(_ epoch: QuotaEpoch, _ time: Timestamp?, _ bounds: QuotaBounds) -> [String] {
        let head = [
            epoch.text, time.map { String($0.milliseconds) } ?? "", charge?.text ?? "",
            mode, QuotaEntry.rest(of: use),
        ]
        let subjects = use.subjects
        return head + bounds.arguments
            + asked.flatMap { limit, counter in
                [String(subjects.firstIndex(of: counter.subject)! + 1), counter.spec.field, String(limit.amount)]
            }
    }
}
