internal import CSQLite

extension DatabaseError {
    /// From an extended result code (sqlite.org/rescode.html).
    init(code: Int32, of handle: OpaquePointer) {
        self.init(Self.kind(code), "SQLite \(code): \(String(cString: sqlite3_errmsg(handle)))")
    }

    private static func kind(_ code: Int32) -> Kind {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT: .constraint(constraint(code))
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .full
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM: .io
        default: .other
        }
    }

    private static func constraint(_ code: Int32) -> Constraint {
        switch code >> 8 {
        // SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE, _ROWID
        case 6, 8, 10: .unique
        case 3: .foreignKey
        default: .other
        }
    }
}
