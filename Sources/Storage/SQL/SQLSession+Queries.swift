internal import Database
internal import Domain

extension SQLSession {
    func count(_ table: SQL) throws(DatabaseError) -> Int {
        try rows("SELECT count(*) AS n FROM \(table)")[0]["n"]
    }

    func exists(_ table: SQL) throws(DatabaseError) -> Bool {
        try !rows("SELECT 1 AS found FROM \(table) LIMIT 1").isEmpty
    }

    /// For a statement that changes the one row with an id.
    func executeOnOne(_ sql: SQL) throws {
        guard try execute(sql) > 0 else { throw ChatError.notFound }
    }
}

/// Runs `change`; a unique value that exists already becomes `refusal`.
func refusingDuplicates(as refusal: ChatError, _ change: () throws -> Void) throws {
    do {
        try change()
    } catch let error as DatabaseError where error.kind == .constraint(.unique) {
        throw refusal
    }
}

extension SQL {
    /// Rows whose id is `keyword`, or one of whose `columns` has it somewhere, whatever the case of its letters.
    static func matching(_ keyword: String?, in columns: [SQL]) -> SQL {
        guard let keyword, !keyword.isEmpty else { return "1 = 1" }
        var filter: SQL = "id = \(Int64(keyword) ?? -1)"
        for column in columns { filter = "\(filter) OR \(column.holds(keyword))" }
        return "(\(filter))"
    }

    /// Rows whose column, this one, has the text somewhere, whatever the case of its letters.
    func holds(_ text: String) -> SQL {
        // SQLite refuses patterns beyond 50 000 bytes, and reads none beyond U+0000: it would find everything.
        guard text.utf8.count <= 1000, !text.utf8.contains(0) else { return "1 = 0" }
        let pattern = "%\(Self.literal(text))%"
        return "LOWER(\(self)) LIKE LOWER(\(pattern)) ESCAPE '!'"
    }

    /// A pattern of `LIKE` that is the text itself. By bytes: to the engines `%` and an accent on it are two characters, to
    /// Swift they are one.
    private static func literal(_ text: String) -> String {
        var pattern: [UInt8] = []
        for byte in text.utf8 {
            if special.contains(byte) { pattern.append(UInt8(ascii: "!")) }
            pattern.append(byte)
        }
        return String(decoding: pattern, as: UTF8.self)
    }

    private static let special = Array("!%_".utf8)

    static func page(_ page: Page) -> SQL { "LIMIT \(max(0, page.limit)) OFFSET \(max(0, page.offset))" }
}
