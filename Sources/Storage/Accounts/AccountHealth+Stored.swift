internal import Domain
internal import JSON

extension AccountHealth {
    /// As the column holds it. A member that is null is left out.
    var stored: String { json.serialized }

    private var json: JSONValue {
        var value: JSONValue = [
            "state": .string(state.rawValue), "reason": .string(reason), "failures": .integer(failures),
            "changed_at": .integer(changedAt.milliseconds),
        ]
        if let since { value["since"] = .integer(since.milliseconds) }
        if let until { value["until"] = .integer(until.milliseconds) }
        if !models.isEmpty {
            value["models"] = .object(
                models.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                    .map { .init(Text($0.key), .integer($0.value.milliseconds)) })
        }
        if !keys.isEmpty {
            value["keys"] = .object(keys.sorted { $0.key < $1.key }.map { .init(Text("\($0.key)"), $0.value.json) })
        }
        return value
    }

    /// Nil for what another version wrote that this one does not know.
    init?(stored text: String) {
        guard let value = try? JSONValue(parsing: text.utf8) else { return nil }
        self.init(value)
    }

    private init?(_ value: JSONValue) {
        guard let state = value["state"]?.text.flatMap({ State(rawValue: $0.string) }),
            let changedAt = value["changed_at"]?.integer
        else { return nil }
        let models = (value["models"]?.members ?? []).compactMap { member in
            member.value.integer.map { (member.key.string, Timestamp(milliseconds: $0)) }
        }
        let keys = (value["keys"]?.members ?? []).compactMap { member -> (Int, AccountHealth)? in
            guard let number = member.key.integer, let health = AccountHealth(member.value) else { return nil }
            return (number, health)
        }
        self.init(
            state: state, reason: value["reason"]?.text?.string ?? "",
            since: value["since"]?.integer.map { Timestamp(milliseconds: $0) },
            until: value["until"]?.integer.map { Timestamp(milliseconds: $0) },
            failures: Int(value["failures"]?.integer ?? 0),
            models: Dictionary(models, uniquingKeysWith: { first, _ in first }),
            keys: Dictionary(keys, uniquingKeysWith: { first, _ in first }),
            changedAt: Timestamp(milliseconds: changedAt))
    }
}
