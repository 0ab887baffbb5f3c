internal import JSON

/// What an import has come to.
struct ImportReport {
    private var counts: [ImportEntry.Item.Outcome: Int] = [:]
    private var accounts: [JSONValue] = []
    private var leftOut: [JSONValue] = []
    private var assumed = 0

    mutating func note(_ account: Account, of entry: ImportEntry, isAssumed: Bool) {
        counts[.new, default: 0] += 1
        if isAssumed { assumed += 1 }
        guard accounts.count < Accounts.mostItems else { return }
        accounts.append([
            "line": .integer(entry.line), "id": .integer(account.id.value), "name": .string(account.name),
        ])
    }

    mutating func note(_ item: ImportEntry.Item, reason: String) {
        counts[item.outcome, default: 0] += 1
        guard leftOut.count < Accounts.mostItems else { return }
        leftOut.append([
            "line": .integer(item.entry.line), "outcome": .string(item.outcome.rawValue), "reason": .string(reason),
        ])
    }

    var json: JSONValue {
        [
            "new": .integer(counts[.new] ?? 0), "duplicate": .integer(counts[.duplicate] ?? 0),
            "invalid": .integer(counts[.invalid] ?? 0), "expired": .integer(counts[.expired] ?? 0),
            "models_assumed": .integer(assumed), "accounts": .array(accounts), "left_out": .array(leftOut),
        ]
    }
}
