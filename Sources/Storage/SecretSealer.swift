public import Domain

/// Seals secrets so that the database alone does not give them away.
public protocol SecretSealer: Sendable {
    /// `row` names the table, the column and the row. It is sealed in, so that a value moved elsewhere does not open.
    func seal(_ secret: Secret, for row: String) throws -> [UInt8]
    /// Throws when the bytes were changed, moved, or sealed with another key.
    func open(_ bytes: [UInt8], for row: String) throws -> Secret
}
