public import Database

/// A new database on the shared server. Few exist at once, so that tests do not starve each other.
public final class MariaDBBench: Sendable {
    public let server: MySQLServer
    public let database: MySQLDatabase

    private let stocked: MariaDBStock.Stocked?

    /// One without tables.
    public static func open() async throws -> MariaDBBench {
        try await atPlace { MariaDBBench(try MariaDBServer.shared().newDatabase()) }
    }

    /// One with the product's tables, as they are before anybody has written.
    public static func openWithTables() async throws -> MariaDBBench {
        try await atPlace {
            let stocked = try await MariaDBStock.take()
            return MariaDBBench(stocked.server, stocked)
        }
    }

    private static func atPlace(_ make: () async throws -> MariaDBBench) async throws -> MariaDBBench {
        try await places.take()
        do {
            return try await make()
        } catch {
            places.giveBack()
            throw error
        }
    }

    private init(_ server: MySQLServer, _ stocked: MariaDBStock.Stocked? = nil) {
        self.server = server
        self.stocked = stocked
        database = MySQLDatabase(server)
    }

    deinit {
        // Unstructured: closing takes a moment and nobody waits for it.
        Task { [database, stocked] in
            await database.close()
            if let stocked { MariaDBStock.giveBack(stocked) }
            Self.places.giveBack()
        }
    }

    private static let places = MariaDBPlaces(6)
}
