import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// The models that a member chooses from: what they are called, what they weigh, and why one cannot be asked now.
@Suite(.timeLimit(.minutes(5))) struct ModelOfferTests {
    /// Those of alice, or those with this name.
    private func models(_ world: World, _ slug: JSONValue? = nil) async -> [JSONValue] {
        let all = await world.get("/backend-api/models", as: world.alice).json["models"]?.array ?? []
        return all.filter { slug == nil || $0["slug"] == slug }
    }

    private func set(_ name: String, _ value: String, _ world: World) async -> Int {
        await world.respond(
            to: .put, "/api/option/", as: world.admin, json: ["key": .string(name), "value": .string(value)]
        ).status
    }

    @Test func `a model has the name, the line and the weight that administrators wrote`() async throws {
        let world = try await World()
        let plain = await models(world, "alpha")
        #expect(plain.map { $0["title"] } == ["alpha"] && plain[0]["description"] == "" && plain[0]["weight"] == 1)
        #expect(plain[0]["unavailable"] == .null)
        #expect(await set("ModelWeights", #"{"al*":3}"#, world) == 200)
        let notes = #"{"alpha":{"name":"<i>Alpha</i>","line":"For everyday questions"},"unknown":{"name":"Later"}}"#
        #expect(await set("ModelNotes", notes, world) == 200)
        let named = await models(world, "alpha")
        #expect(await models(world, "unknown").isEmpty, "a note makes no model")
        #expect(named[0]["slug"] == "alpha" && named[0]["title"] == "<i>Alpha</i>")
        #expect(named[0]["description"] == "For everyday questions" && named[0]["weight"] == 3)
        for wrong in [
            #"{"alpha":{"name":"a\nb"}}"#, "[]", #"{"alpha":{"name":"\#(String(repeating: "x", count: 4000))"}}"#,
        ] {
            #expect(await set("ModelNotes", wrong, world) == 400)
        }
        #expect(await models(world, "alpha") == named, "what is refused changes nothing")
    }

    @Test func `a model that every account of the member has to rest from says until when`() async throws {
        let world = try await World()
        func limit(_ account: Account, _ wait: Duration) {
            let failure = UpstreamFailure(.upstreamRateLimited, status: 429, detail: "their words", retryAfter: wait)
            _ = world.ports.pool.note(.failed(failure), of: account.id, for: "alpha")
        }
        let second = try await world.ports.addAccount("second", models: ["alpha", "beta"], at: world.clock.now)
        try await world.ports.bind(world.alice, to: second, at: world.clock.now)
        limit(world.account, .seconds(600))
        #expect(await models(world).allSatisfy { $0["unavailable"] == .null }, "another one has it")
        limit(second, .seconds(300))
        let until = JSONValue.integer((world.clock.now + .seconds(300)).seconds)
        #expect(
            await models(world).map { $0["unavailable"] }
                == Array(repeating: ["reason": "resting", "until": until], count: 2))
        world.clock.advance(by: .seconds(301))
        #expect(await models(world).allSatisfy { $0["unavailable"] == .null })
    }

    @Test func `one whose accounts a person has to look at says so, without a word of why`() async throws {
        let world = try await World()
        let failure = UpstreamFailure(.upstreamBadAnswer, status: 403, detail: "their words", isChallenge: true)
        _ = world.ports.pool.note(.failed(failure), of: world.account.id, for: "alpha")
        #expect(await models(world, "alpha").map { $0["unavailable"] } == [["reason": "broken", "until": nil]])
        // It can still be asked for; the refusal says what stands in its way.
        #expect(await world.send().status == 503)
    }

    @Test func `what somebody wrote into the database by hand hides no model`() async throws {
        let world = try await World()
        for name in ["ModelNotes", "ModelWeights"] {
            try await world.ports.settings.set(name, to: "not JSON", Setting.References())
        }
        #expect(await models(world, "alpha").map { $0["title"] } == ["alpha"])
    }
}
