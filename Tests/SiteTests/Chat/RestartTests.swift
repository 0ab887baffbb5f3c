import Domain
import HTTP
import JSON
import TestKit
import Testing
import Transport
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// What readers see when a process stops: who reads a turn of another process is sent there, who reads one of its own stays.
@Suite(.timeLimit(.minutes(5))) struct RestartTests {
    @Test func `a reader of another process's turn is told to read on elsewhere, and loses nothing`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        await turn.reply.say("It ")
        let other = try OtherProcess(world)
        let reader = StreamReader(await other.follow(turn.conversation))
        await reader.until { DeltaClient($0.events).messages.values.contains { $0.words == "It " } }
        await other.runner.drain(within: .zero)
        #expect(!reader.isOver)
        await world.skipping { _ = await reader.end() }
        #expect(reader.isCut)
        let last = try #require(reader.seen.events.last)
        #expect(last.id == nil && last.name == "server_restarting" && last.data == "{}")
        #expect(reader.seen.events.count { $0.name == "server_restarting" } == 1)
        #expect(reader.seen.text.contains("retry: 500\n"))
        // Read on where the last event with an id was.
        let mark = try #require(reader.seen.events.last { $0.id != nil }?.id)
        let rest = StreamReader(await world.follow(turn.conversation, after: mark))
        await turn.reply.say("is.")
        turn.reply.finish()
        let events = await rest.end()
        #expect(events.last?.isDone == true)
        #expect(DeltaClient(events).messages.values.contains { $0.words == "It is." })
    }

    @Test func `a reader of a turn of its own stays until the turn has ended`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        async let drained: Void = world.ports.turns.drain(within: .seconds(60))
        while !world.ports.turns.isDraining, !Task.isCancelled { await Task.yield() }
        for _ in 1...5 {
            await world.clock.sleepers(2)
            world.clock.advance(by: .seconds(1))
        }
        await turn.reply.say("It is.")
        turn.reply.finish()
        let events = await turn.reader.end()
        await drained
        #expect(events.last?.isDone == true)
        #expect(!events.contains { $0.name == "server_restarting" })
    }
}

/// Another process over the stores of a world.
private struct OtherProcess {
    let runner: TurnRunner
    private let world: World
    private let site: Site

    init(_ world: World) throws {
        self.world = world
        var ports = world.ports
        let desk = TurnDesk(
            conversations: ports.conversations, dispatcher: world.dispatcher(), log: ports.turnLog, clock: ports.clock,
            report: { _ in })
        // Unstructured: a turn belongs to nobody.
        runner = TurnRunner(desk: desk) { job in Task { await job() } }
        ports.turns = runner
        site = try Site(
            ports,
            SiteOptions(
                publicURL: "http://chat.test", timeZone: "UTC", assets: world.frontEnd.assets,
                templates: world.frontEnd.templates, sealingKey: .random()))
    }

    func follow(_ conversation: String) async -> Response {
        await site.respond(
            to: Request(
                method: .get, path: "/backend-api/conversation/\(conversation)/stream", query: "encoding=v1",
                headers: ["host": "chat.test", "cookie": Text(world.alice.cookie)], body: .empty))
    }
}
