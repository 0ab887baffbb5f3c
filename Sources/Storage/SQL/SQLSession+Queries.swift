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
        // SQLite refuses patterns beyond 50 000 bytes.
        guard keyword.utf8.count <= 1000 else { return "1 = 0" }
        let pattern = "%" + keyword.map { "!%_".contains($0) ? "!\($0)" : "\($0)" }.joined() + "%"
        var filter: SQL = "id = \(Int64(keyword) ?? -1)"
        for column in columns { filter = "\(filter) OR LOWER(\(column)) LIKE LOWER(\(pattern)) ESCAPE '!'" }
        return "(\(filter))"
    }

    static func page(_ page: Page) -> SQL { "LIMIT \(max(0, page.limit)) OFFSET \(max(0, page.offset))" }
}
