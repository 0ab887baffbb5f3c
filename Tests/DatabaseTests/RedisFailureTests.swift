import TestKit
import Testing
import Transport

@testable import Database

/// A connection that was disturbed is never used again, and nobody waits for long.
@Suite(.timeLimit(.minutes(5))) struct RedisFailureTests {
    private func client(_ url: String, _ change: (inout RedisOptions) -> Void = { _ in }) throws -> RedisClient {
        var options = RedisOptions()
        change(&options)
        return RedisClient(try RedisAddress(url), loops: [TestLoop.shared], options: options)
    }

    @Test func `a server that is not there fails at once`() async throws {
        let client = try client("unix:///tmp/no-such-socket")
        let start = MonotonicTime.now
        for _ in 0..<100 {
            await #expect(throws: RedisError.unreachable("No such file or directory")) {
                try await client.command("PING")
            }
        }
        // A hundred that waited would take minutes.
        #expect(MonotonicTime.now - start < .seconds(20))
    }

    @Test func `a server that comes back is found by itself`() async throws {
        let server = try await RedisServer()
        let client = try client(server.url)
        #expect(try await client.command("SET", "a", "1") == .status("OK"))
        server.kill()
        let error = await #expect(throws: RedisError.self) { try await client.command("PING") }
        #expect(error == .lost || error == .unreachable("Connection refused"))
        try await server.start()
        try await recovered(client)
        #expect(try await client.command("GET", "a") == .null)
    }

    @Test func `a late reply reaches nobody`() async throws {
        let server = try await RedisServer()
        let client = try client(server.url) { $0.commandTime = .milliseconds(500) }
        server.ask("SET secret alice")
        try await recovered(client)
        server.ask("CLIENT PAUSE 1500 ALL")
        async let first = #expect(throws: RedisError.self) { try await client.command("GET", "secret") }
        async let second = #expect(throws: RedisError.self) { try await client.command("ECHO", "bob") }
        // Whichever was sent first: the other one's connection is lost with it.
        #expect(await [first, second].contains(.timedOut))
        while true {
            guard let reply = try? await client.command("ECHO", "bob") else {
                await TestLoop.shared.sleep(for: .milliseconds(20))
                continue
            }
            #expect(reply.text == "bob")
            break
        }
    }

    @Test func `a cancelled command ends its connection and those that wait on it`() async throws {
        let server = try await RedisServer()
        let client = try client(server.url)
        let before = try await client.command("CLIENT", "ID")
        server.ask("CLIENT PAUSE 5000 WRITE")
        let cancelled = Task { try await client.command("SET", "a", "1") }
        let bystander = Task { try await client.command("SET", "b", "1") }
        await TestLoop.shared.sleep(for: .milliseconds(50))
        cancelled.cancel()
        await #expect(throws: RedisError.cancelled) { try await cancelled.value }
        await #expect(throws: RedisError.lost) { try await bystander.value }
        #expect(try await client.command("CLIENT", "ID") != before)
        server.ask("CLIENT UNPAUSE")
        await #expect(throws: RedisError.cancelled) {
            try await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await client.command("PING")
            }.value
        }
        #expect(try await client.command("ECHO", "x").text == "x")
    }

    /// What a broken server might send after the greeting, and what becomes of the command.
    @Test(arguments: ["+ONE\r\n+TWO\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "$-7\r\n", "*99999999999\r\n", ""])
    func `a server that breaks the protocol loses the connection and nothing else`(bytes: String) async throws {
        let server = try FakeRedis(answering: bytes)
        let client = try client(server.url)
        for _ in 0..<3 { _ = try? await client.command("ECHO", "secret") }
        // One reply too many is seen after the first was taken: the next command goes on a new connection.
        await TestLoop.shared.sleep(for: .milliseconds(20))
        _ = try? await client.command("ECHO", "secret")
        #expect(server.connections > 1)
        server.stop()
    }

    @Test func `a client that is closed says so`() async throws {
        let client = try client(await RedisServer.shared().url)
        _ = try await client.command("PING")
        client.close()
        await #expect(throws: RedisError.closed) { try await client.command("PING") }
    }
}
