internal import CMariaDB

/// Runs statements that the product never makes, such as `CREATE DATABASE`.
struct MariaDBAdministrator {
    let socket: String
    let password: String

    func run(_ statement: String) throws {
        guard let handle = mysql_init(nil) else { throw MariaDBTrouble("no memory") }
        defer { mysql_close(handle) }
        guard mysql_real_connect(handle, nil, "root", password, nil, 0, socket, 0) != nil,
            mysql_real_query(handle, statement, UInt(statement.utf8.count)) == 0
        else { throw MariaDBTrouble(String(cString: mysql_error(handle))) }
        mysql_free_result(mysql_store_result(handle))
    }
}
