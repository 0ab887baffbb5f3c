internal import JSON

/// A list of texts inside a column, as JSON.
extension [String] {
    var stored: String { JSONValue.array(map { .string($0) }).serialized }

    init(stored text: String) throws {
        self = try JSONValue(parsing: text.utf8).array?.compactMap { $0.text?.string } ?? []
    }
}
