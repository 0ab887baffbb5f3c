import Database
import Domain
import Storage
import TestKit

/// The SQL engines that the contracts run on.
enum Engine: CaseIterable, Sendable {
    case sqlite

    /// An empty database with the newest schema.
    func open(_ clock: ManualClock = ManualClock()) async throws -> Bench {
        let folder = TemporaryFolder()
        let database: any SQLDatabase =
            switch self {
            case .sqlite: try SQLiteDatabase(folder: folder.path)
            }
        try await database.migrate(Migrations.all, at: clock.now.milliseconds)
        return Bench(database: database, clock: clock, folder: folder)
    }
}

/// A database with its stores, for one test.
struct Bench: Sendable {
    let database: any SQLDatabase
    let storage: SQLStorage
    let clock: ManualClock
    private let folder: TemporaryFolder

    init(database: any SQLDatabase, clock: ManualClock, folder: TemporaryFolder) {
        self.database = database
        self.clock = clock
        self.folder = folder
        storage = SQLStorage(database, sealer: ManualSealer())
    }

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
            id: ID(0), name: name, kind: .openAI, baseURL: "https://api.example.com", models: ["m1", "m 2,x"],
            contexts: ["m1": 8000], priority: priority, weight: 2, proxy: "http://user:pw@proxy:8080", remark: "r",
            createdAt: Timestamp(seconds: 1))
    }
}

extension Page {
    static let all = Page(offset: 0, limit: 100)
}
