internal import CMariaDB

/// A prepared statement in the binary protocol. Belongs to the thread of its connection.
final class MySQLStatement {
    private let pointer: UnsafeMutablePointer<MYSQL_STMT>
    private var cells: MySQLCells?

    /// How many rows were found to change, and what `AUTO_INCREMENT` gave, 0 for nothing.
    typealias Outcome = (count: Int, insertID: Int64)

    init(_ text: String, on handle: UnsafeMutablePointer<MYSQL>) throws(MySQLFailure) {
        guard let pointer = mysql_stmt_init(handle) else { throw MySQLFailure("no memory for a statement") }
        self.pointer = pointer
        // Nothing is bound yet, so the server's words hold no value.
        guard mysql_stmt_prepare(pointer, text, UInt(text.utf8.count)) == 0 else { throw failure(tellsText: true) }
    }

    deinit { mysql_stmt_close(pointer) }

    /// Runs the statement to its end and hands every row on. After an error the connection may hold an answer that
    /// was not read: nothing here reads or frees it, the connection is destroyed.
    func run(_ values: [SQLValue], _ each: (Row) -> Void) throws(MySQLFailure) -> Outcome {
        guard mysql_stmt_param_count(pointer) == values.count else {
            throw MySQLFailure("\(values.count) values for \(mysql_stmt_param_count(pointer)) parameters")
        }
        try execute(MySQLParameters(values), tellsText: values.isEmpty)
        if mysql_stmt_field_count(pointer) > 0 { try fetch(each) }
        guard mysql_stmt_more_results(pointer) == 0 else { throw MySQLFailure("more than one result") }
        return (
            Int(truncatingIfNeeded: mysql_stmt_affected_rows(pointer)),
            Int64(truncatingIfNeeded: mysql_stmt_insert_id(pointer))
        )
    }

    private func execute(_ parameters: borrowing MySQLParameters, tellsText: Bool) throws(MySQLFailure) {
        if parameters.count > 0 {
            guard mysql_stmt_bind_param(pointer, parameters.binds) == 0 else { throw failure(tellsText: false) }
        }
        guard mysql_stmt_execute(pointer) == 0 else { throw failure(tellsText: tellsText) }
    }

    /// Reads the whole result before the first row is handed on.
    private func fetch(_ each: (Row) -> Void) throws(MySQLFailure) {
        guard mysql_stmt_store_result(pointer) == 0 else { throw failure(tellsText: false) }
        let cells = currentCells()
        guard mysql_stmt_bind_result(pointer, cells.binds) == 0 else { throw failure(tellsText: false) }
        fetching: while true {
            switch mysql_stmt_fetch(pointer) {
            // Truncated: texts and blobs are fetched by themselves, when their length is known.
            case 0, MYSQL_DATA_TRUNCATED: each(cells.row(of: pointer))
            case MYSQL_NO_DATA: break fetching
            default: throw failure(tellsText: false)
            }
        }
        mysql_stmt_free_result(pointer)
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
