internal import CSQLite

/// A prepared statement. Belongs to the thread of its connection.
final class SQLiteStatement {
    private let pointer: OpaquePointer
    private let columns: Columns

    init(_ text: String, on database: OpaquePointer) throws(DatabaseError) {
        var pointer: OpaquePointer?
        let code = sqlite3_prepare_v3(database, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
        guard code == SQLITE_OK, let pointer else { throw DatabaseError(code: code, of: database) }
        self.pointer = pointer
        columns = Columns(
            (0..<sqlite3_column_count(pointer)).map { String(cString: sqlite3_column_name(pointer, $0)) })
    }

    deinit { sqlite3_finalize(pointer) }

    /// Runs the statement to its end and hands every row on.
    func run(_ values: [SQLValue], on database: OpaquePointer, _ each: (Row) -> Void) throws(DatabaseError) {
        defer {
            sqlite3_reset(pointer)
            sqlite3_clear_bindings(pointer)
        }
        for (index, value) in values.enumerated() {
            let code = bind(value, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw DatabaseError(code: code, of: database) }
        }
        while true {
            switch sqlite3_step(pointer) {
            case SQLITE_ROW: each(Row(columns, (0..<sqlite3_column_count(pointer)).map(value)))
            case SQLITE_DONE: return
            case let code: throw DatabaseError(code: code, of: database)
            }
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(pointer, index)
        case .integer(let number): return sqlite3_bind_int64(pointer, index, number)
        case .text(var text):
            // With its length: a text may hold U+0000.
            return text.withUTF8 { bytes in
                guard let start = bytes.baseAddress else { return csqlite_bind_text(pointer, index, "", 0) }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    csqlite_bind_text(pointer, index, $0, Int32(bytes.count))
                }
            }
        case .blob(let bytes):
            // A null pointer would bind NULL.
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(pointer, index, 0) }
            return csqlite_bind_blob(pointer, index, bytes, Int32(bytes.count))
        }
    }

    private func value(_ index: Int32) -> SQLValue {
        switch sqlite3_column_type(pointer, index) {
        case SQLITE_INTEGER:
            return .integer(sqlite3_column_int64(pointer, index))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(pointer, index)
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, index)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(pointer, index)
            return .blob(
                [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, index)))))
        default:
            return .null
        }
    }
}
