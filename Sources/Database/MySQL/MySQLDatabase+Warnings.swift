extension MySQLDatabase {
    /// What an operator should know about the server's settings, one sentence each; empty when all is well.
    public func warnings() async throws -> [String] {
        try await read { session in
            let row = try session.rows(
                """
                SELECT VERSION() AS version, @@innodb_flush_log_at_trx_commit AS flush, @@log_bin AS has_binlog,
                    @@sync_binlog AS sync_binlog, @@binlog_format AS format, @@max_allowed_packet AS packet
                """)[0]
            var warnings: [String] = []
            let flush: Int = try row["flush"]
            if flush != 1 { warnings.append(mayLose("innodb_flush_log_at_trx_commit = \(flush)")) }
            let hasBinlog: Bool = try row["has_binlog"]
            let sync: Int = try row["sync_binlog"]
            if hasBinlog, sync != 1 { warnings.append(mayLose("sync_binlog = \(sync)")) }
            if hasBinlog, try row["format"] == "STATEMENT" {
                warnings.append("binlog_format = STATEMENT refuses the transactions of this program: set it to ROW")
            }
            let packet: Int = try row["packet"]
            if packet < 16 << 20 {
                warnings.append(
                    "max_allowed_packet = \(packet): messages longer than that cannot be saved, set it to 64M")
            }
            if let warning = try agedVersion(row["version"]) { warnings.append(warning) }
            if try keepsDeleted(session) {
                warnings.append(
                    "text that was deleted may stay in the files of the database server: "
                        + "set innodb_immediate_scrub_data_uncompressed = ON there")
            }
            return warnings
        }
    }
}

/// Whether long texts stay in the pages that come free with them. Only MariaDB has a setting for it.
private func keepsDeleted(_ session: any SQLSession) throws -> Bool {
    let setting = try session.rows("SHOW GLOBAL VARIABLES LIKE 'innodb_immediate_scrub_data_uncompressed'").first
    return try setting?["Value"] == "OFF"
}

private func mayLose(_ setting: String) -> String {
    "an acknowledged message could be lost when the database server's machine stops: \(setting) there, set it to 1"
}

/// What we test on, and what it should run on as well.
private func agedVersion(_ text: String) -> String? {
    let numbers = text.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
    let least = text.contains("MariaDB") ? [10, 6] : [8, 0]
    guard numbers.count == 2, numbers.lexicographicallyPrecedes(least) else { return nil }
    return "the database server is \(text), older than MariaDB 10.6 and MySQL 8.0, which this program is made for"
}
