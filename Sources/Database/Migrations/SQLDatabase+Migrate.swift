extension SQLDatabase {
    /// Applies, in order, every migration that is missing, each in a transaction with its entry in
    /// `schema_migrations` (MySQL commits every change of a schema by itself). Returns what was applied.
    ///
    /// Throws `MigrationError` before anything is changed.
    @discardableResult
    public func migrate(_ migrations: [Migration], at milliseconds: Int64) async throws -> [Migration] {
        _ = try await write { session in try session.execute(schemaMigrations) }
        let applied = try await read { session in try appliedMigrations(session) }
        let missing = try missing(from: migrations, applied: applied)
        for migration in missing { try await apply(migration, at: milliseconds) }
        return missing
    }

    private func missing(
        from migrations: [Migration], applied: [Int: String]
    ) throws(MigrationError) -> [Migration] {
        let known = migrations.map(\.version).max() ?? 0
        if let found = applied.keys.max(), found > known { throw .newerSchema(found: found, known: known) }
        for migration in migrations {
            guard let checksum = applied[migration.version], checksum != migration.checksum(for: dialect) else {
                continue
            }
            throw .edited(version: migration.version, name: migration.name)
        }
        return migrations.filter { applied[$0.version] == nil }.sorted { $0.version < $1.version }
    }

    private func apply(_ migration: Migration, at milliseconds: Int64) async throws {
        let statements = migration.statements(for: dialect)
        let checksum = migration.checksum(for: dialect)
        try await write { session in
            for statement in statements { try session.execute(statement) }
            try session.execute(
                """
                INSERT INTO schema_migrations (version, name, checksum, applied_at)
                VALUES (\(migration.version), \(migration.name), \(checksum), \(milliseconds))
                """)
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

/// Checksums by version.
private func appliedMigrations(_ session: any SQLSession) throws(DatabaseError) -> [Int: String] {
    var checksums: [Int: String] = [:]
    for row in try session.rows("SELECT version, checksum FROM schema_migrations") {
        checksums[try row["version"]] = try row["checksum"]
    }
    return checksums
}
