/// An error of the server or of its client library, and what it means for the connection.
///
/// Numbers: mariadb.com/kb/en/mariadb-error-code-reference, and `errmsg.h` for those of the client (2000–2999).
struct MySQLFailure: Error {
    let code: UInt32
    let error: DatabaseError

    /// `text` may hold values that were bound: `tellsText` says that it cannot.
    init(code: UInt32, state: String, text: String, tellsText: Bool) {
        self.code = code
        let words = tellsText || Self.isOfClient(code) ? ": \(text)" : ""
        error = DatabaseError(Self.kind(code), "MySQL \(code) (\(state))\(words)")
    }

    /// What this program finds wrong with an exchange.
    init(_ message: String) {
        code = Self.outOfStep
        error = DatabaseError(.other, message)
    }

    /// The statement was refused for its values. The exchange was complete, and the transaction goes on.
    var isRefusal: Bool {
        if case .constraint = error.kind { true } else { false }
    }

    /// Another transaction was in the way: a deadlock, a wait for a lock that took too long, a record that changed.
    var isContention: Bool { [1213, 1205, 1020].contains(code) }

    /// The server went away, or told us to go: nobody knows more about this connection.
    var isLoss: Bool { Self.isOfClient(code) || [1053, 1927].contains(code) }

    /// `CR_COMMANDS_OUT_OF_SYNC`: nobody can say any more what the server will say next.
    private static let outOfStep: UInt32 = 2014

    private static func isOfClient(_ code: UInt32) -> Bool { (2000..<3000).contains(code) }

    private static func kind(_ code: UInt32) -> DatabaseError.Kind {
        switch code {
        case 1062, 1586: .constraint(.unique)
        case 1216, 1217, 1451, 1452: .constraint(.foreignKey)
        // NULL, no default, too long, out of range, wrong characters, CHECK
        case 1048, 1264, 1364, 1366, 1406, 3819, 4025: .constraint(.other)
        // too many connections, waits and deadlocks
        case 1020, 1040, 1203, 1205, 1213, 1226: .busy
        case 1021, 1114: .full
        case 1034, 1194, 1195, 1712: .corrupt
        // files and storage engine, shutdown, read-only server, killed connection
        case 1026, 1030, 1053, 1290, 1836, 1927: .io
        case 2000..<3000: .io
        default: .other
        }
    }
}
