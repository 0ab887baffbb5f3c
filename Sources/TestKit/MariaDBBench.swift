public import Database

/// A new database on the shared server. Few exist at once, so that tests do not starve each other.
public final class MariaDBBench: Sendable {
    public let server: MySQLServer
    public let database: MySQLDatabase

    public static func open() async throws -> MariaDBBench {
        try await places.take()
        do {
            return MariaDBBench(try MariaDBServer.shared().newDatabase())
        } catch {
            places.giveBack()
            throw error
        }
    }

    private init(_ server: MySQLServer) {
        self.server = server
        database = MySQLDatabase(server)
    }

    deinit {
        // Unstructured: closing takes a moment and nobody waits for it.
        Task { [database] in
            await database.close()
            Self.places.giveBack()
        }
    }

    private static let places = MariaDBPlaces(6)
}
