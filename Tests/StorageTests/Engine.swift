import Database
import Domain
import Storage
import TestKit
import Testing
import Transport

/// The SQL engines that the contracts run on.
enum Engine: CaseIterable, Sendable {
    case sqlite
    case mariaDB

    /// An empty database with the newest schema.
    func open(_ clock: ManualClock = ManualClock()) async throws -> Bench {
        let bench = try await openWithTables(clock)
        #expect(try await bench.storage.hasItsKey())
        return bench
    }

    private func openWithTables(_ clock: ManualClock) async throws -> Bench {
        switch self {
        case .sqlite:
            let bench = try await openEmpty(clock)
            try await bench.database.migrate(Migrations.all, at: clock.now.milliseconds)
            return bench
        case .mariaDB:
            let bench = try await MariaDBBench.openWithTables()
            return Bench(database: bench.database, clock: clock, place: bench)
        }
    }

    /// A database without a schema.
    func openEmpty(_ clock: ManualClock = ManualClock()) async throws -> Bench {
        switch self {
        case .sqlite:
            let folder = TemporaryFolder()
            return Bench(database: try SQLiteDatabase(folder: folder.path), clock: clock, place: folder)
        case .mariaDB:
            let bench = try await MariaDBBench.open()
            return Bench(database: bench.database, clock: clock, place: bench)
        }
    }
}

/// A database with its stores, for one test.
struct Bench: Sendable {
    let database: any SQLDatabase
    let storage: SQLStorage
    let clock: ManualClock
    /// Where the database is, for as long as somebody holds this.
    private let place: any Sendable

    init(database: any SQLDatabase, clock: ManualClock, place: any Sendable) {
        self.database = database
        self.clock = clock
        self.place = place
        storage = SQLStorage(database, key: .ofTests)
    }

    /// The same database as another process has it.
    func otherProcess() -> SQLStorage { SQLStorage(database, key: .ofTests) }

    func member(_ name: String) async throws -> User {
        try await storage.users.create(NewUser(username: name, createdAt: clock.now))
    }

    func admin(_ name: String) async throws -> User {
        try await storage.users.create(
            NewUser(username: name, passwordHash: "hash", role: .admin, createdAt: clock.now))
    }

    func account(_ name: String = "upstream", priority: Int = 0) async throws -> Account {
        try await storage.accounts.create(.named(name, priority: priority), key: Secret("key of \(name)"))
    }
}

extension Account {
    static func named(_ name: String, priority: Int = 0) -> Account {
        Account(
            id: ID(0), name: name, provider: .openAI, baseURL: "https://api.example.com", models: ["m1", "m 2,x"],
            contexts: ["m1": 8000], priority: priority, weight: 2, proxy: "http://user:pw@proxy:8080", remark: "r",
            createdAt: Timestamp(seconds: 1))
    }
}

extension Page {
    static let all = Page(offset: 0, limit: 100)
}
