/// What the database refused, and why. Never holds a value that was bound.
public struct DatabaseError: Error, Equatable, Sendable, CustomStringConvertible {
    public let kind: Kind
    /// The engine's own words, for an operator.
    public let message: String
    /// Which one of several statements that were sent at once, from 0.
    public var place = 0

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { "\(kind): \(message)" }

    public enum Kind: Equatable, Sendable {
        case constraint(Constraint)
        /// Somebody else holds the database.
        case busy
        /// The disk, or what the database may use of it.
        case full
        case corrupt
        case io
        case other
    }

    public enum Constraint: Equatable, Sendable { case unique, foreignKey, other }
}
