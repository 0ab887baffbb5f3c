internal import JSON
internal import Wire

/// A table whose head says what its columns are.
struct PastedTable {
    let separator: UInt8
    /// What each column is called here; nil for one that says nothing.
    let names: [Text?]

    /// Nil for a line that is no head: none of its columns is a key's.
    init?(head line: ArraySlice<UInt8>) {
        guard line.count <= 4096 else { return nil }
        separator = SeparatedRows.separator(in: line)
        var rows = SeparatedRows(line, separator: separator)
        guard let head = rows.next(), head.isWhole else { return nil }
        names = head.values.map { PastedObject.name(Text(decoding: PastedLine.stripped($0[...]))) }
        let secrets: Set<Text?> = ["key", "access_token", "refresh_token", "OPENAI_API_KEY"]
        guard names.contains(where: secrets.contains) else { return nil }
    }

    /// The first of two columns that mean the same counts, unless it is empty.
    func object(of row: SeparatedRows.Row) -> JSONValue {
        var object: JSONValue = [:]
        for (name, value) in zip(names, row.values) {
            let text = Text(decoding: PastedLine.stripped(value[...]))
            if let name, !text.isEmpty, object[name] == nil { object[name] = .string(text) }
        }
        return object
    }
}
