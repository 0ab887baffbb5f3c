internal import CMariaDB

/// A prepared statement in the binary protocol. Belongs to the thread of its connection.
final class MySQLStatement {
    private let pointer: UnsafeMutablePointer<MYSQL_STMT>
    private let readAnswer: @convention(c) (UnsafeMutablePointer<MYSQL_STMT>?) -> Int32
    private var cells: MySQLCells?
    /// Whether the server's words about what was sent hold no value.
    private var tellsText = true

    /// The rows, how many were found to change, and what `AUTO_INCREMENT` gave, 0 for nothing.
    typealias Outcome = (rows: [Row], count: Int, insertID: Int64)

    init(_ text: String, on handle: UnsafeMutablePointer<MYSQL>) throws(MySQLFailure) {
        guard let pointer = mysql_stmt_init(handle) else { throw MySQLFailure("no memory for a statement") }
        self.pointer = pointer
        readAnswer = handle.pointee.methods.pointee.db_read_execute_response
        // Nothing is bound yet, so the server's words hold no value.
        guard mysql_stmt_prepare(pointer, text, UInt(text.utf8.count)) == 0 else { throw failure(tellsText: true) }
    }

    deinit { mysql_stmt_close(pointer) }

    /// Sends the statement. What it comes to is received afterwards, in the order in which statements were sent: the
    /// connection is told not to wait (`MARIADB_OPT_SKIP_READ_RESPONSE`).
    func send(_ values: [SQLValue]) throws(MySQLFailure) {
        guard mysql_stmt_param_count(pointer) == values.count else {
            throw MySQLFailure("\(values.count) values for \(mysql_stmt_param_count(pointer)) parameters")
        }
        // The library copies what is bound when it sends.
        let parameters = MySQLParameters(values)
        tellsText = values.isEmpty
        if parameters.count > 0 {
            guard mysql_stmt_bind_param(pointer, parameters.binds) == 0 else { throw failure(tellsText: false) }
        }
        guard mysql_stmt_execute(pointer) == 0 else { throw failure(tellsText: tellsText) }
    }

    /// Waits for the end of the statement. After an error the connection may hold an answer that was not read: nothing
    /// here reads or frees it, the connection is destroyed.
    func receive() throws(MySQLFailure) -> Outcome {
        guard readAnswer(pointer) == 0 else { throw failure(tellsText: tellsText) }
        let rows = mysql_stmt_field_count(pointer) > 0 ? try fetch() : []
        guard mysql_stmt_more_results(pointer) == 0 else { throw MySQLFailure("more than one result") }
        return (
            rows, Int(truncatingIfNeeded: mysql_stmt_affected_rows(pointer)),
            Int64(truncatingIfNeeded: mysql_stmt_insert_id(pointer))
        )
    }

    private func fetch() throws(MySQLFailure) -> [Row] {
        guard mysql_stmt_store_result(pointer) == 0 else { throw failure(tellsText: false) }
        let cells = currentCells()
        guard mysql_stmt_bind_result(pointer, cells.binds) == 0 else { throw failure(tellsText: false) }
        var rows: [Row] = []
        fetching: while true {
            switch mysql_stmt_fetch(pointer) {
            // Truncated: texts and blobs are fetched by themselves, when their length is known.
            case 0, MYSQL_DATA_TRUNCATED: rows.append(cells.row(of: pointer))
            case MYSQL_NO_DATA: break fetching
            default: throw failure(tellsText: false)
            }
        }
        mysql_stmt_free_result(pointer)
        return rows
    }

    /// The types of columns may change from one execution to the next, with the types of what is bound.
    private func currentCells() -> MySQLCells {
        let fields = UnsafeBufferPointer(start: pointer.pointee.fields, count: Int(pointer.pointee.field_count))
        if let cells, cells.fit(fields) { return cells }
        let new = MySQLCells(fields)
        cells = new
        return new
    }

    private func failure(tellsText: Bool) -> MySQLFailure {
        MySQLFailure(
            code: mysql_stmt_errno(pointer), state: String(cString: mysql_stmt_sqlstate(pointer)),
            text: String(cString: mysql_stmt_error(pointer)), tellsText: tellsText)
    }
}
