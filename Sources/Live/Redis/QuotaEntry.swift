internal import Database
internal import Domain

/// What Redis holds of a charge: its moment, what it costs by weight, in tokens and in money and how much of that is due, its subjects,
/// its model. Those of an earlier version say nothing of money.
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
        var rest = RedisWords.Word()
        write(use, use.subjects, to: &rest)
        return rest.text
    }

    static func write(_ use: QuotaUse, _ subjects: [QuotaSubject], to word: inout RedisWords.Word) {
        word.add(Int64(use.cost.weighted))
        word.add(" ")
        word.add(Int64(use.cost.tokens))
        word.add(" ")
        word.add(Int64(use.cost.money))
        word.add(":")
        word.add(Int64(use.cost.due))
        word.add(" ")
        for (place, subject) in subjects.enumerated() {
            if place > 0 { word.add(",") }
            subject.write(to: &word)
        }
        word.add(" ")
        word.add(use.model)
    }

    var text: String { "\(at.milliseconds) \(rest)" }
}
