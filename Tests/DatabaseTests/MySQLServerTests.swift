import Database
import TestKit
import Testing

/// Whom a connection trusts, and what it tells of itself.
@Suite struct MySQLServerTests {
    /// An address of this machine that is not spelled as one, so it counts as remote.
    private static let remote = "0.0.0.0"

    private static func ask(_ server: MySQLServer) async throws -> Row {
        let database = MySQLDatabase(server)
        let row = await Result { () async throws in
            try await database.read { try $0.rows("SHOW STATUS LIKE 'Ssl_cipher'")[0] }
        }
        await database.close()
        return try row.get()
    }

    private static func behind(
        _ proxy: MariaDBProxy, _ place: MariaDBBench, host: String = remote
    ) -> MySQLServer {
        var server = place.server
        server.host = host
        server.port = proxy.port
        return server
    }

    @Test func `a remote server that proves who it is is spoken to in cipher`() async throws {
        let place = try await MariaDBBench.open()
        let shared = try MariaDBServer.shared()
        try await MariaDBProxy.serving(shared, fate: { _, _ in .pass }) { proxy in
            var server = Self.behind(proxy, place)
            server.authorities = shared.certificate
            let cipher: String = try await Self.ask(server)["Value"]
            #expect(!cipher.isEmpty)
            #expect(!Self.tells(proxy, server.user))
        }
    }

    @Test func `a remote server that cannot prove who it is learns nothing`() async throws {
        let place = try await MariaDBBench.open()
        try await MariaDBProxy.serving(MariaDBServer.shared(), fate: { _, _ in .pass }) { proxy in
            let server = Self.behind(proxy, place)
            let error = await #expect(throws: DatabaseError.self) { try await Self.ask(server) }
            #expect(error?.kind == .io)
            #expect(!proxy.asked.isEmpty)
            #expect(!Self.tells(proxy, server.user))
        }
    }

    @Test func `what stays on the machine needs no cipher`() async throws {
        let place = try await MariaDBBench.open()
        try await MariaDBProxy.serving(MariaDBServer.shared(), fate: { _, _ in .pass }) { proxy in
            let server = Self.behind(proxy, place, host: "127.0.0.1")
            let cipher: String = try await Self.ask(server)["Value"]
            #expect(cipher.isEmpty)
            #expect(Self.tells(proxy, server.user), "the proxy does not see what is sent")
        }
        var server = place.server
        server.host = "unix:" + server.host
        let cipher: String = try await Self.ask(server)["Value"]
        #expect(cipher.isEmpty)
    }

    @Test func `a wrong password is a clear error without the password`() async throws {
        var server = try await MariaDBBench.open().server
        server.password = "wrong-horse"
        let error = await #expect(throws: DatabaseError.self) { try await Self.ask(server) }
        #expect(error?.message.contains("Access denied") == true)
        #expect(error?.message.contains("wrong-horse") == false)
        #expect(!"\(server)\(String(reflecting: server))".contains("wrong-horse"))
    }

    @Test func `a server that is not there is a clear error at once`() async throws {
        let server = MySQLServer(host: "/nowhere/at/all.sock", user: "u", password: "p", database: "d")
        for _ in 0..<50 {
            let error = await #expect(throws: DatabaseError.self) { try await Self.ask(server) }
            #expect(error?.kind == .io)
        }
    }

    private static func tells(_ proxy: MariaDBProxy, _ text: String) -> Bool {
        !proxy.asked.split(separator: Array(text.utf8), maxSplits: 1, omittingEmptySubsequences: false).dropFirst()
            .isEmpty
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
