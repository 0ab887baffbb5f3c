extension SQLDatabase {
    /// Applies, in order, every migration that is missing, and notes each in `schema_migrations`. Of processes that
    /// do so at once one applies them. Returns what was applied.
    ///
    /// Throws `MigrationError` before anything is changed.
    @discardableResult
    public func migrate(_ migrations: [Migration], at milliseconds: Int64) async throws -> [Migration] {
        try await changeSchema { [dialect] session in
            try session.execute(schemaMigrations)
            let missing = try missing(from: migrations, for: dialect, session)
            for migration in missing { try migration.apply(to: session, dialect, at: milliseconds) }
            return missing
        }
    }
}

private let schemaMigrations: SQL = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
        version BIGINT NOT NULL PRIMARY KEY,
        name VARCHAR(100) NOT NULL,
        checksum VARCHAR(16) NOT NULL,
        applied_at BIGINT NOT NULL)
    """

private func missing(
    from migrations: [Migration], for dialect: SQLDialect, _ session: any SQLSession
) throws -> [Migration] {
    let applied = try appliedMigrations(session)
    let known = migrations.map(\.version).max() ?? 0
    if let found = applied.keys.max(), found > known { throw MigrationError.newerSchema(found: found, known: known) }
    for migration in migrations {
        guard let checksum = applied[migration.version], checksum != migration.checksum(for: dialect) else { continue }
        guard !checksum.hasPrefix(Migration.underWay) else {
            throw MigrationError.unfinished(version: migration.version, name: migration.name, statement: checksum)
        }
        throw MigrationError.edited(version: migration.version, name: migration.name)
    }
    return migrations.filter { applied[$0.version] == nil }.sorted { $0.version < $1.version }
}

/// Checksums by version.
private func appliedMigrations(_ session: any SQLSession) throws(DatabaseError) -> [Int: String] {
    var checksums: [Int: String] = [:]
    for row in try session.rows("SELECT version, checksum FROM schema_migrations") {
        checksums[try row["version"]] = try row["checksum"]
    }
    return checksums
}

extension Migration {
    /// What stands before the number of a statement in place of the checksum, until the last one is done.
    fileprivate static let underWay = "statement "

    fileprivate func apply(
        to session: any SQLSession, _ dialect: SQLDialect, at milliseconds: Int64
    ) throws(DatabaseError) {
        try session.execute(
            """
            INSERT INTO schema_migrations (version, name, checksum, applied_at)
            VALUES (\(version), \(name), \(Self.underWay + "1"), \(milliseconds))
            """)
        for (index, statement) in statements(for: dialect).enumerated() {
            if index > 0 { try note(Self.underWay + "\(index + 1)", session) }
            do {
                try session.execute(statement)
            } catch {
                // Nothing was changed, so the next start may try again.
                if index == 0 {
                    _ = try? session.execute("DELETE FROM schema_migrations WHERE version = \(version)")
                }
                throw error
            }
        }
        try note(checksum(for: dialect), session)
    }

    private func note(_ checksum: String, _ session: any SQLSession) throws(DatabaseError) {
        try session.execute("UPDATE schema_migrations SET checksum = \(checksum) WHERE version = \(version)")
    }
}
