import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// How many answers of one member may be written at once.
@Suite(.timeLimit(.minutes(5))) struct RunningTurnsTests {
    @Test func `the seventeenth answer at once is refused, costs nothing, and may be asked for again`() async throws {
        let world = try await World(limits: [Limit(50, per: .day)])
        var turns: [Underway] = []
        for number in 1...16 { turns.append(try await world.begin(DraftBody(id: "m\(number)"))) }
        let refused = await world.send(DraftBody(id: "m17"))
        #expect(refused.status == 429)
        #expect(refused.json["detail"]?["code"] == "too_many_running")
        #expect(refused.json["detail"]?["limit"] == 16)
        #expect(await world.used() == 16)
        #expect(await world.get("/backend-api/conversations", as: world.alice).json["total"] == 16)
        #expect(world.ports.pool.load(of: world.account.id) == 16)
        // Others are not concerned.
        turns.append(try await world.begin(DraftBody(id: "m17"), as: world.bob))

        let first = turns.removeFirst()
        await first.reply.say("done")
        first.reply.finish()
        await first.reader.end()
        turns.append(try await world.begin(DraftBody(id: "m17")))
        #expect(await world.send(DraftBody(id: "m18")).status == 429)
        for turn in turns {
            turn.reply.finish()
            await turn.reader.end()
        }
    }

    @Test(arguments: ["en", "zh-CN"])
    func `the refusal is told in the member's language`(language: String) async throws {
        let world = try await World()
        var turns: [Underway] = []
        for number in 1...16 { turns.append(try await world.begin(DraftBody(id: "m\(number)"))) }
        let refused = await world.post(
            "/backend-api/conversation", DraftBody(id: "m17").json, as: world.alice,
            headers: ["accept-language": Text(language)])
        let words = refused.json["detail"]?["message"]?.string ?? ""
        #expect(words.contains(language == "en" ? "Only 16 of your answers" : "最多同时生成 16 个回答"))
        for turn in turns {
            turn.reply.finish()
            await turn.reader.end()
        }
    }

    @Test func `a message that was sent before is shown again, however many run`() async throws {
        let world = try await World()
        var turns: [Underway] = []
        for number in 1...16 { turns.append(try await world.begin(DraftBody(id: "m\(number)"))) }
        let again = StreamReader(await world.send(DraftBody(id: "m3")))
        for turn in turns {
            turn.reply.finish()
            await turn.reader.end()
        }
        #expect(await again.end().last?.isDone == true)
    }
}
