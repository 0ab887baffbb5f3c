import Database
import Domain
import JSON
import Storage
import TestKit
import Testing

/// Answers to programs in a database that several processes share.
@Suite struct ResponseStoreContract {
    private static func response(
        of owner: User, _ bench: Bench, _ status: StoredResponse.Status = .completed, said: String = "so"
    ) throws -> StoredResponse {
        let charge = Key<Charge>.random()
        return StoredResponse(
            id: try #require(StoredResponse.id(of: charge)), owner: owner.id, model: "m 夏", status: status,
            isBackground: status == .inProgress, createdAt: bench.clock.now,
            content: .init(
                response: Array(#"{"status":"\#(status.rawValue)","output":["\#(said)\n"]}"#.utf8),
                input: Array(#"[{"id":"a"}]"#.utf8), context: Array(#"[{"b":1}]"#.utf8),
                events: Array("event: x\ndata: {}\n\n".utf8)))
    }

    @Test(arguments: Engine.allCases)
    func `a response is found as it was added, by every process, and deleted once`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let response = try Self.response(of: owner, bench)
        try await bench.storage.responses.add(response)
        #expect(try await bench.otherProcess().responses.find(response.id, of: owner.id) == response)
        try await bench.otherProcess().responses.delete(response.id, of: owner.id)
        await #expect(throws: ChatError.notFound) {
            try await bench.storage.responses.delete(response.id, of: owner.id)
        }
        await #expect(throws: ChatError.notFound) { try await bench.storage.responses.find(response.id, of: owner.id) }
    }

    @Test(arguments: Engine.allCases)
    func `somebody else's answers as one that never was`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (owner, other) = (try await bench.member("alice"), try await bench.member("bob"))
        let response = try Self.response(of: owner, bench, .inProgress)
        let responses = bench.storage.responses
        try await responses.add(response)
        await #expect(throws: ChatError.notFound) { try await responses.find(response.id, of: other.id) }
        await #expect(throws: ChatError.notFound) { try await responses.delete(response.id, of: other.id) }
        #expect(try await !responses.cancel(response.id, of: other.id))
        #expect(try await responses.find(response.id, of: owner.id) == response)
    }

    @Test(arguments: Engine.allCases)
    func `it ends once: who cancelled it has the last word`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let responses = bench.storage.responses
        var (one, two) = (
            try Self.response(of: owner, bench, .inProgress), try Self.response(of: owner, bench, .inProgress)
        )
        for response in [one, two] { try await responses.add(response) }
        one.status = .completed
        one.content.response = Array(#"{"status":"completed"}"#.utf8)
        #expect(try await responses.finish(one))
        #expect(try await responses.find(one.id, of: owner.id) == one)
        #expect(try await !responses.cancel(one.id, of: owner.id))
        #expect(try await bench.otherProcess().responses.cancel(two.id, of: owner.id))
        #expect(try await !responses.cancel(two.id, of: owner.id))
        two.status = .failed
        #expect(try await !responses.finish(two))
        let found = try await responses.find(two.id, of: owner.id)
        #expect(found.status == .cancelled && found.object["status"] == "cancelled")
    }

    @Test(arguments: Engine.allCases)
    func `what a dead process was writing has failed, and what is alive goes on`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let (ours, theirs) = (
            try Self.response(of: owner, bench, .inProgress), try Self.response(of: owner, bench, .inProgress)
        )
        try await bench.storage.responses.add(ours)
        try await bench.otherProcess().responses.add(theirs)
        let alive = Set([ours.charge, theirs.charge].compactMap { $0 })
        bench.clock.advance(by: .seconds(60))
        // The other one has never beaten, so it is none.
        let ended = try await bench.storage.responses.interrupt(
            except: alive.subtracting([theirs.charge].compactMap { $0 }), at: bench.clock.now)
        #expect(ended == [theirs.charge])
        let found = try await bench.storage.responses.find(theirs.id, of: owner.id)
        #expect(found.object["status"] == "failed" && found.object["error"]?["code"] == "server_error")
        #expect(try await bench.storage.responses.find(ours.id, of: owner.id).status == .inProgress)
        #expect(try await bench.storage.responses.interrupt(except: [], at: bench.clock.now) == [ours.charge])
    }

    @Test(arguments: Engine.allCases)
    func `of more bytes than a member may have the oldest go, but none that is written`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let responses = bench.storage.responses
        let running = try Self.response(of: owner, bench, .inProgress)
        try await responses.add(running)
        var added: [StoredResponse] = []
        let large = String(repeating: "x", count: 11 << 20)
        for _ in 0..<6 {
            bench.clock.advance(by: .seconds(1))
            added.append(try Self.response(of: owner, bench, said: large))
            try await responses.add(added[added.count - 1])
        }
        await #expect(throws: ChatError.notFound) { try await responses.find(added[0].id, of: owner.id) }
        for response in added.dropFirst() { #expect(try await responses.find(response.id, of: owner.id) == response) }
        #expect(try await responses.find(running.id, of: owner.id) == running)
    }

    @Test(arguments: Engine.allCases)
    func `of more than may be kept the oldest goes, small as it is`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (owner, other) = (try await bench.member("alice"), try await bench.member("bob"))
        let responses = bench.storage.responses
        let foreign = try Self.response(of: other, bench)
        try await responses.add(foreign)
        var added: [StoredResponse] = []
        for _ in 0...ResponseRules.most {
            bench.clock.advance(by: .milliseconds(1))
            added.append(try Self.response(of: owner, bench))
            try await responses.add(added[added.count - 1])
        }
        await #expect(throws: ChatError.notFound) { try await responses.find(added[0].id, of: owner.id) }
        for kept in [added[1], added[ResponseRules.most]] {
            #expect(try await responses.find(kept.id, of: owner.id) == kept)
        }
        #expect(try await responses.find(foreign.id, of: other.id) == foreign)
    }

    @Test(arguments: Engine.allCases)
    func `a member who is gone or disabled has none, and what has expired is purged`(engine: Engine) async throws {
        let bench = try await engine.open()
        var owner = try await bench.member("alice")
        let responses = bench.storage.responses
        let old = try Self.response(of: owner, bench)
        try await responses.add(old)
        bench.clock.advance(by: .seconds(10))
        let young = try Self.response(of: owner, bench)
        try await responses.add(young)
        try await responses.purge(before: bench.clock.now)
        await #expect(throws: ChatError.notFound) { try await responses.find(old.id, of: owner.id) }
        #expect(try await responses.find(young.id, of: owner.id) == young)
        owner.status = .disabled
        try await bench.storage.users.update(owner)
        let refused = try Self.response(of: owner, bench)
        await #expect(throws: ChatError.unauthorized) { try await responses.add(refused) }
        try await bench.storage.users.delete(owner.id, keepingConversationsUntil: bench.clock.now + .seconds(9))
        await #expect(throws: ChatError.notFound) { try await responses.find(young.id, of: owner.id) }
    }

    @Test(arguments: Engine.allCases)
    func `an answer is found by the names of its items, by its owner, as long as it is there`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let (owner, other) = (try await bench.member("alice"), try await bench.member("bob"))
        let responses = bench.storage.responses
        var response = try Self.response(of: owner, bench, .inProgress)
        try await responses.add(response)
        response.status = .completed
        let odd = String(repeating: "x", count: 65)
        response.content.response = Array(
            #"{"status":"completed","output":[{"id":"msg_1"},{"id":"msg_1"},{"id":"rs_1"},{"id":"\#(odd)"},{}]}"#.utf8)
        #expect(try await responses.finish(response))
        #expect(try await responses.find(naming: ["rs_1", "none", Text(odd), "é"], of: owner.id) == [response])
        #expect(try await responses.find(naming: ["msg_2"], of: owner.id) == [])
        #expect(try await responses.find(naming: ["rs_1"], of: other.id) == [])
        try await responses.purge(before: bench.clock.now + .seconds(1))
        #expect(try await responses.find(naming: ["rs_1"], of: owner.id) == [])
    }

    @Test(arguments: Engine.allCases)
    func `another data key opens what was sealed before`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let response = try Self.response(of: owner, bench)
        try await bench.storage.responses.add(response)
        #expect(try await bench.storage.dataKeys.rotate().sealed > 0)
        #expect(try await bench.otherProcess().responses.find(response.id, of: owner.id) == response)
    }
}
