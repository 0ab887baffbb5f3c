internal import Domain

/// What Redis holds of a charge: its moment, what it costs by weight and in tokens, whose it is, its subjects, its model.
struct QuotaEntry {
    let at: Timestamp
    /// All that follows the moment.
    let rest: String

    init(_ use: QuotaUse, at moment: Timestamp) {
        at = moment
        rest = Self.rest(of: use)
    }

    /// Of what Redis holds.
    init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let at = Int64(parts[0]) else { return nil }
        self.at = Timestamp(milliseconds: at)
        rest = String(parts[1])
    }

    static func rest(of use: QuotaUse) -> String {
        let subjects = use.subjects.map(\.keyName).joined(separator: ",")
        return "\(use.cost.weighted) \(use.cost.tokens) \(subjects) \(use.model)"
    }

    var text: String { "\(at.milliseconds) \(rest)" }
}
