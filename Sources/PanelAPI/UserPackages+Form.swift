import Domain
import JSON
import Web

extension Form where Value == (String, [Limit]) {
    static let newPackage = Form(Field.name("name").required(), Field.limits.or([])) { ($0, $1) }
}

extension Form where Value == (ID<Package>, String?, [Limit]?) {
    static let packageChange = Form(Field.id("id").required(), Field.name("name"), Field.limits) { ($0, $1, $2) }
}

extension Form where Value == Limit {
    static let limit = Form(Field.word("window").required(), Field.integer("limit", in: 0...1_000_000_000).required()) {
        (window: QuotaWindow, messages: Int64) throws(ChatError) in
        // A rolling window remembers every message in it.
        let most: Int64 = window.isRolling ? 10_000 : 1_000_000_000
        guard messages <= most else { throw .invalid(field: "limit", .outOfRange(0...most)) }
        return Limit(Int(messages), per: window)
    }
}

extension Field where Value == [Limit]? {
    /// Nil when absent or null.
    static let limits = Field(
        FieldShape("limits", .list, sample: .array([Form.limit.sample()]))
    ) { fields throws(ChatError) in
        guard let elements = try fields.array("limits") else { return nil }
        var limits: [Limit] = []
        for element in elements {
            guard element.members != nil else { throw .invalid(field: "limits", .not(.objects)) }
            let limit = try Form.limit.read(Fields(element))
            guard !limits.contains(where: { $0.window == limit.window }) else {
                throw .invalid(field: "limits", .twoLimits(limit.window))
            }
            limits.append(limit)
        }
        return limits
    }
}
