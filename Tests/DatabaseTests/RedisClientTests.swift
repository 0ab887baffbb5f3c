import TestKit
import Testing
import Transport

@testable import Database

/// What the client promises on a server that behaves.
@Suite(.timeLimit(.minutes(5))) struct RedisClientTests {
    private func client(_ server: RedisServer, _ options: RedisOptions = RedisOptions()) throws -> RedisClient {
        RedisClient(try RedisAddress(server.url), loops: [TestLoop.shared], options: options)
    }

    @Test func `replies of every kind arrive as they are`() async throws {
        let client = try client(await .shared())
        let key = "kinds:\(UInt64.random(in: 0 ... .max))"
        #expect(try await client.command("SET", key, "7") == .status("OK"))
        #expect(try await client.command("INCR", key) == .integer(8))
        #expect(try await client.command("GET", key) == .bytes([56]))
        #expect(try await client.command("GET", key + "x") == .null)
        #expect(try await client.command("MGET", key, key + "x") == .array([.bytes([56]), .null]))
        let binary = (0...255).map { UInt8($0) } + [13, 10]
        #expect(try await client.command([Array("ECHO".utf8), binary]) == .bytes(binary))
        #expect(try await client.command([Array("ECHO".utf8), []]) == .bytes([]))
        await #expect(throws: RedisError.refused("WRONGTYPE")) { try await client.command("LPUSH", key, "secret") }
        #expect(try await client.command("PING") == .status("PONG"))
    }

    @Test func `a command may come from a loop, from another loop and from no loop`() async throws {
        let client = try client(await .shared())
        #expect(try await client.command("ECHO", "a") == .bytes([97]))
        #expect(try await TestLoop.run { try await client.command("ECHO", "b") } == .bytes([98]))
        let other = EventLoop.spawn()
        let third = try await withTaskExecutorPreference(other) { try await client.command("ECHO", "c") }
        #expect(third == .bytes([99]))
        other.stop()
    }

    @Test func `many commands at once each get their own reply`() async throws {
        let client = try client(await .shared())
        let mismatches = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<64 {
                group.addTask {
                    var mismatches = 0
                    for round in 0..<50
                    where try await client.command("ECHO", "\(task) \(round)").text != "\(task) \(round)" {
                        mismatches += 1
                    }
                    return mismatches
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(mismatches == 0)
    }

    @Test func `commands of a pipeline arrive together, and one that fails spoils no other`() async throws {
        let client = try client(await .shared())
        let commands = [["ECHO", "1"], ["NOSUCH", "secret"], ["ECHO", "2"]].map { $0.map { Array($0.utf8) } }
        #expect(try await client.pipeline(commands) == [.bytes([49]), .error("ERR"), .bytes([50])])
        #expect(try await client.pipeline([]).isEmpty)
    }

    @Test func `a script is loaded again when the server has forgotten it`() async throws {
        let server = try await RedisServer()
        let client = try client(server)
        let script = RedisScript("return {KEYS[1], ARGV[1]}")
        for _ in 0..<2 {
            let reply = try await client.run(script, keys: ["k"], arguments: [Array("a".utf8)])
            #expect(reply == .array([.bytes([107]), .bytes([97])]))
            server.ask("SCRIPT FLUSH")
        }
    }

    @Test func `a password and a database are given at the greeting`() async throws {
        let server = try await RedisServer(appendOnly: true, "--requirepass", "hunter2")
        let right = RedisClient(
            try RedisAddress("unix://:hunter2@\(server.path)?db=3"), loops: [TestLoop.shared])
        #expect(try await right.start().isEmpty)
        #expect(try await right.command("CLIENT", "INFO").text?.contains(" db=3 ") == true)
        let wrong = RedisClient(try RedisAddress("unix://:no@\(server.path)"), loops: [TestLoop.shared])
        await #expect(throws: RedisError.unsuitable("it refuses this client: WRONGPASS")) { try await wrong.start() }
    }

    @Test func `a server that evicts keys is refused, one without a file is warned of`() async throws {
        let evicting = try await RedisServer(appendOnly: false, "--maxmemory-policy", "allkeys-lru")
        let client = try client(evicting)
        await #expect(throws: RedisError.unsuitable("maxmemory-policy is allkeys-lru; it must be noeviction")) {
            try await client.start()
        }
        // Put right, it is found without a new start.
        evicting.ask("CONFIG SET maxmemory-policy noeviction")
        try await recovered(client)
        #expect(try await client.start().count == 1)
    }

    @Test func `a command that is meant for one run of the server reaches no other`() async throws {
        let server = try await RedisServer()
        let client = try client(server)
        let run = try await client.server().run
        let ping = [[Array("PING".utf8)]]
        #expect(try await client.pipeline(ping, onlyOn: run) == [.status("PONG")])
        try await server.restart()
        try await recovered(client)
        await #expect(throws: RedisError.otherServer) { try await client.pipeline(ping, onlyOn: run) }
        #expect(try await client.server().run != run)
    }

    @Test func `what is published reaches listeners, also after the connection was lost`() async throws {
        let server = try await RedisServer()
        let client = try client(server)
        var messages = client.messages(on: "news").makeAsyncIterator()
        let count = await publish("1", by: client)
        #expect(count == 1)
        #expect(await messages.next() == [49])
        server.ask("CLIENT KILL TYPE pubsub")
        #expect(await publish("2", by: client) == 1)
        #expect(await messages.next() == [50])
    }

    /// Until somebody listens.
    private func publish(_ text: String, by client: RedisClient) async -> Int64? {
        while true {
            let count = try? await client.command("PUBLISH", "news", text).integer
            if count != 0 { return count }
            await TestLoop.shared.sleep(for: .milliseconds(5))
        }
    }
}

/// Waits until the client has found its server again.
func recovered(_ client: RedisClient) async throws {
    for _ in 0..<1000 {
        if (try? await client.command("PING")) != nil { return }
        await TestLoop.shared.sleep(for: .milliseconds(10))
    }
    Issue.record("the client does not recover")
}
