/// A statement and the values bound to it. Interpolated values become parameters, never text.
///
/// Text comes from literals alone: there is no initializer that takes a string made at run time.
/// `\(another)`, where `another` is `SQL`, inserts its text and its values.
public struct SQL: ExpressibleByStringInterpolation, Sendable, Equatable {
    public private(set) var text: String
    public private(set) var values: [SQLValue]

    public init(stringLiteral text: StaticString) {
        self.text = text.description
        values = []
    }

    public init(stringInterpolation interpolation: StringInterpolation) {
        text = interpolation.text
        values = interpolation.values
    }

    /// A statement of a migration, the only text that is not a literal in Swift.
    init(migration text: String) {
        self.text = text
        values = []
    }

    /// Adds what another one says, and binds, at the end.
    public static func += (sql: inout SQL, more: SQL) {
        sql.text += more.text
        sql.values += more.values
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [SQLValue] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
        }

        public mutating func appendLiteral(_ literal: StaticString) { text += literal.description }

        public mutating func appendInterpolation(_ value: some SQLConvertible) {
            text += "?"
            values.append(value.sqlValue)
        }

        public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
            text += "?"
            values.append(value?.sqlValue ?? .null)
        }

        /// For what cannot be bound, such as the name of a column.
        public mutating func appendInterpolation(raw text: StaticString) { self.text += text.description }

        public mutating func appendInterpolation(_ sql: SQL) {
            text += sql.text
            values += sql.values
        }
    }
}
