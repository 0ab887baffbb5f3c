internal import CMariaDB

/// Runs statements that the product never makes, such as `CREATE DATABASE`.
struct MariaDBAdministrator {
    let socket: String
    let password: String

    /// `statements` are separated by semicolons. Returns the first column of the first one's rows.
    func run(_ statements: String) throws -> [String] {
        guard let handle = mysql_init(nil) else { throw MariaDBTrouble("no memory") }
        defer { mysql_close(handle) }
        let several = 1 << 16  // CLIENT_MULTI_STATEMENTS, a macro that is not imported
        guard mysql_real_connect(handle, nil, "root", password, nil, 0, socket, UInt(several)) != nil,
            mysql_real_query(handle, statements, UInt(statements.utf8.count)) == 0
        else { throw MariaDBTrouble(String(cString: mysql_error(handle))) }
        let rows = firstColumn(handle)
        while true {
            let code = mysql_next_result(handle)
            guard code == 0 else {
                if code > 0 { throw MariaDBTrouble(String(cString: mysql_error(handle))) }
                return rows
            }
            mysql_free_result(mysql_store_result(handle))
        }
    }

    private func firstColumn(_ handle: UnsafeMutablePointer<MYSQL>) -> [String] {
        guard let result = mysql_store_result(handle) else { return [] }
        defer { mysql_free_result(result) }
        var texts: [String] = []
        while let row = mysql_fetch_row(result) {
            if let text = row[0] { texts.append(String(cString: text)) }
        }
        return texts
    }
}
