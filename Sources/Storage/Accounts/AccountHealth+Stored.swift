internal import Domain
internal import JSON

extension AccountHealth {
    /// As the column holds it. A member that is null is left out.
    var stored: String {
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
        return value.serialized
    }

    /// Nil for what another version wrote that this one does not know.
    init?(stored text: String) {
        guard let value = try? JSONValue(parsing: text.utf8),
            let state = value["state"]?.text.flatMap({ State(rawValue: $0.string) }),
            let changedAt = value["changed_at"]?.integer
        else { return nil }
        let models = (value["models"]?.members ?? []).compactMap { member in
            member.value.integer.map { (member.key.string, Timestamp(milliseconds: $0)) }
        }
        self.init(
            state: state, reason: value["reason"]?.text?.string ?? "",
            since: value["since"]?.integer.map { Timestamp(milliseconds: $0) },
            until: value["until"]?.integer.map { Timestamp(milliseconds: $0) },
            failures: Int(value["failures"]?.integer ?? 0),
            models: Dictionary(models, uniquingKeysWith: { first, _ in first }),
            changedAt: Timestamp(milliseconds: changedAt))
    }
}
