import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// The title that the upstream is asked for after a chat's first answer.
@Suite(.timeLimit(.minutes(5))) struct UpstreamTitleTests {
    private func title(of talk: String, in world: World) async -> String? { await world.tree(talk)["title"]?.string }

    /// Returns when the title is the one, or the test's time is up.
    private func waitFor(_ title: String, of talk: String, in world: World) async {
        while await self.title(of: talk, in: world) != title, !Task.isCancelled { await Task.yield() }
    }

    private func rows(_ world: World) async throws -> Int {
        try await world.ports.charges.count(UsageFilter())
    }

    @Test func `after the first answer the same account is asked once, at nobody's cost`() async throws {
        let world = try await World(limits: [Limit(2, per: .day)], askingForTitles: true)
        let turn = try await world.chat(DraftBody(text: "How do I sort a list?"), answer: "Call sort.")
        let asked = await world.backend.asked()
        #expect(asked.account == turn.reply.account && asked.prompt.model == turn.reply.prompt.model)
        #expect("\(asked.prompt)".contains("How do I sort a list?") && "\(asked.prompt)".contains("Call sort."))
        #expect(await title(of: turn.conversation, in: world) == "How do I sort a list?")
        await asked.say("**“Sorting\u{202E} a\u{7} list”.**\n")
        asked.finish()
        await waitFor("Sorting a list", of: turn.conversation, in: world)
        #expect(await world.used() == 1)
        let leaf = try #require(await world.tree(turn.conversation)["current_node"]?.string)
        try await world.chat(DraftBody(id: "m2", conversation: turn.conversation, parent: leaf))
        #expect(world.backend.count == 3)
        #expect(await world.used() == 2)
        #expect(await title(of: turn.conversation, in: world) == "Sorting a list")
        #expect(try await rows(world) == 2)
        #expect(world.ports.pool.load(of: world.account.id) == 0)
    }

    @Test func `an account of several keys is asked with one of them`() async throws {
        let world = try await World(askingForTitles: true)
        let ring = KeyRing([Secret("sk-1"), Secret("sk-2")])
        try await world.ports.accounts.update(world.account, key: ring.stored)
        try await world.chat()
        let asked = await world.backend.asked()
        #expect([Secret("sk-1"), Secret("sk-2")].contains(asked.key))
        asked.finish()
    }

    @Test func `a title that fails leaves the question's, and the account as it was`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)], askingForTitles: true)
        let turn = try await world.chat()
        let asked = await world.backend.asked()
        asked.fail(.upstreamAuth)
        await asked.ended()
        #expect(world.ports.pool.health(of: world.account.id).state == .healthy)
        let leaf = try #require(await world.tree(turn.conversation)["current_node"]?.string)
        try await world.chat(DraftBody(id: "m2", conversation: turn.conversation, parent: leaf))
        #expect(world.backend.count == 3, "it is not tried again")
        #expect(await title(of: turn.conversation, in: world) == "What is it?")
        #expect(await world.used() == 2)
    }

    @Test func `a title that takes too long is given up`() async throws {
        let world = try await World(askingForTitles: true)
        let turn = try await world.chat()
        let asked = await world.backend.asked()
        await asked.say("Too ")
        let begin = world.clock.now
        await world.skipping { await asked.ended() }
        #expect(world.clock.now >= begin + .seconds(30))
        #expect(await title(of: turn.conversation, in: world) == "What is it?")
    }

    @Test func `who renames meanwhile has the last word`() async throws {
        let world = try await World(askingForTitles: true)
        let turn = try await world.chat()
        let asked = await world.backend.asked()
        let path = "/backend-api/conversation/\(turn.conversation)"
        #expect(await world.respond(to: .patch, path, as: world.alice, json: ["title": "Mine"]).status == 200)
        await asked.say("Theirs")
        asked.finish()
        await asked.ended()
        // A second chat's title comes after the first one's was refused.
        let other = try await world.chat(DraftBody(id: "m2"))
        let second = await world.backend.asked()
        await second.say("Other")
        second.finish()
        await waitFor("Other", of: other.conversation, in: world)
        #expect(await title(of: turn.conversation, in: world) == "Mine")
    }

    @Test func `an answer that failed or was stopped asks for none, the first whole one does`() async throws {
        let world = try await World(askingForTitles: true)
        let turn = try await world.begin()
        turn.reply.fail(.upstreamRefused)
        await turn.reader.end()
        let again = try await world.begin(DraftBody(conversation: turn.conversation, parent: "m1", action: "variant"))
        await again.reply.say("So")
        _ = await world.post("/backend-api/conversation/\(turn.conversation)/stop", [:], as: world.alice)
        await again.reader.end()
        #expect(world.backend.count == 2)
        try await world.chat(DraftBody(conversation: turn.conversation, parent: "m1", action: "variant"))
        let asked = await world.backend.asked()
        #expect("\(asked.prompt)".contains("Write a title"))
        asked.finish()
    }

    @Test func `nobody is asked where the option is off, or the account was switched off`() async throws {
        let world = try await World(askingForTitles: true)
        let off: JSONValue = ["key": "UpstreamTitlesEnabled", "value": "false"]
        #expect(await world.respond(to: .put, "/api/option/", as: world.admin, json: off).status == 200)
        let bad: JSONValue = ["key": "UpstreamTitlesEnabled", "value": "sometimes"]
        #expect(await world.respond(to: .put, "/api/option/", as: world.admin, json: bad).status == 400)
        let turn = try await world.chat(DraftBody(text: "???"), answer: "What do you mean?")
        await waitFor("What do you mean?", of: turn.conversation, in: world)
        let on: JSONValue = ["key": "UpstreamTitlesEnabled", "value": "true"]
        #expect(await world.respond(to: .put, "/api/option/", as: world.admin, json: on).status == 200)
        let other = try await world.begin(DraftBody(id: "m2"))
        let status: JSONValue = ["id": .integer(world.account.id.value), "status": 2]
        #expect(await world.respond(to: .put, "/api/channel/", as: world.admin, json: status).status == 200)
        await other.reply.say("Yes.")
        other.reply.finish()
        await other.reader.end()
        // What comes of it is over when the account is free.
        while world.ports.pool.load(of: world.account.id) > 0, !Task.isCancelled { await Task.yield() }
        #expect(world.backend.count == 2)
        #expect(await title(of: other.conversation, in: world) == "What is it?")
    }
}
