internal import Database

extension SQL {
    /// The values between commas, at least one: what stands within `IN (…)`.
    static func list(_ values: some Collection<some SQLConvertible>) -> SQL {
        precondition(!values.isEmpty, "SQL has no empty list")
        return values.dropFirst().reduce("\(values.first!)" as SQL) { "\($0), \($1)" }
    }
}
