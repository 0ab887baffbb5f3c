internal import Database

extension SQL {
    /// The values between commas, at least one: what stands within `IN (…)`.
    static func list(_ values: some Collection<some SQLConvertible>) -> SQL {
        list(values.map { value -> SQL in "\(value)" })
    }

    /// The parts between commas, at least one.
    static func list(_ parts: [SQL]) -> SQL {
        precondition(!parts.isEmpty, "SQL has no empty list")
        // Added at the end: a copy of all before for each part would cost the square of their number.
        return parts.dropFirst().reduce(into: parts[0]) { $0 += ", \($1)" }
    }
}
