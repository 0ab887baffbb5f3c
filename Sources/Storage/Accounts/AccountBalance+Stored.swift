internal import Domain
internal import JSON

extension AccountBalance {
    /// As the column holds it.
    var stored: String {
        let json: JSONValue = [
            "amount": .double(balance.amount), "currency": .string(balance.currency),
            "read_at": .integer(readAt.milliseconds),
        ]
        return json.serialized
    }

    /// Nil for what another version wrote that this one does not know.
    init?(stored text: String) {
        guard let json = try? JSONValue(parsing: text.utf8), let amount = json["amount"]?.double,
            let currency = json["currency"]?.text, let readAt = json["read_at"]?.integer
        else { return nil }
        self.init(Balance(amount, currency.string), readAt: Timestamp(milliseconds: readAt))
    }
}
