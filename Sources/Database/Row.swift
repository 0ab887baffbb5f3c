/// One row of a result, read by the names of its columns.
public struct Row: Sendable {
    private let columns: Columns
    private let values: [SQLValue]

    init(_ columns: Columns, _ values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// Throws when there is no such column or its value is of another kind; null is read into an optional.
    public subscript<Value: SQLReadable>(_ name: String) -> Value {
        get throws(DatabaseError) {
            guard let index = columns.places[name] else {
                throw DatabaseError(.other, "no column \(name) in the result")
            }
            guard let value = Value(sqlValue: values[index]) else {
                throw DatabaseError(.other, "column \(name) does not hold what it should")
            }
            return value
        }
    }
}

/// The column names of a result, shared by its rows.
final class Columns: Sendable {
    let places: [String: Int]

    init(_ names: [String]) {
        places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }
}
