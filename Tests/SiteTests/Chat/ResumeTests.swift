import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct ResumeTests {
    private let pieces: [ReplyEvent] = [
        .reasoning("hm"), .reasoning("m\n"), .text("Hel"), .text("lo, 你"), .text("好 \u{1F468}\u{200D}"),
        .text("\u{1F469} \"\\"), .text("\u{301}."),
    ]

    @Test(arguments: [true, false])
    func `reloading in mid-answer, at every event, ends with the same bytes`(isV1: Bool) async throws {
        let world = try await World()
        let turn = try await world.begin()
        var readers = [StreamReader(await world.follow(turn.conversation, isV1: isV1))]
        for (index, piece) in pieces.enumerated() {
            await turn.reply.say(piece)
            for number in 0...(index + 2) {
                let mark = "\(turn.turn).\(number)"
                readers.append(StreamReader(await world.follow(turn.conversation, after: mark, isV1: isV1)))
            }
        }
        turn.reply.finish()
        for reader in readers { await world.pass(until: reader) }
        let tree = await world.tree(turn.conversation)
        let leaf = try #require(tree.leaf)
        #expect(leaf.words.utf8.elementsEqual("Hello, 你好 \u{1F468}\u{200D}\u{1F469} \"\\\u{301}.".utf8))
        for reader in readers {
            let events = reader.seen.events
            let messages = isV1 ? DeltaClient(events).messages : SnapshotClient(events).messages
            #expect(messages[leaf["id"]!.string!] == leaf)
            #expect(messages[turn.turn.isEmpty ? "" : leaf["metadata"]!["parent_id"]!.string!]?.words == "hmm\n")
            #expect(events.last?.isDone == true)
            if isV1 {
                #expect(events[0].name == "delta_encoding")
                #expect(events.first { $0.name == "delta" }?.json["o"] == "add")
            }
        }
    }

    @Test(arguments: [true, false])
    func `a finished turn can be replayed after any event, also its last`(isV1: Bool) async throws {
        let world = try await World()
        let turn = try await world.chat()
        let leaf = try #require(await world.tree(turn.conversation).leaf)
        for number in 0...3 {
            let reader = StreamReader(
                await world.follow(turn.conversation, after: "\(turn.turn).\(number)", isV1: isV1))
            let events = await reader.end()
            let messages = isV1 ? DeltaClient(events).messages : SnapshotClient(events).messages
            #expect(messages[leaf["id"]!.string!] == leaf)
            #expect(events.last?.isDone == true)
        }
    }

    @Test func `a very long answer, whose old pieces the log joins, has no gap and no duplicate`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        for number in 1...2500 { await turn.reply.say("\(number) ") }
        turn.reply.finish()
        await turn.reader.end()
        let leaf = try #require(await world.tree(turn.conversation).leaf)
        #expect(leaf.words == (1...2500).map { "\($0) " }.joined())
        for number in [0, 1, 2, 700, 1499, 1500, 1501, 1502, 2499, 2501, 2502] {
            for isV1 in [true, false] {
                let response = await world.follow(turn.conversation, after: "\(turn.turn).\(number)", isV1: isV1)
                let events = await StreamReader(response).end()
                let messages = isV1 ? DeltaClient(events).messages : SnapshotClient(events).messages
                #expect(messages == [leaf["id"]!.string!: leaf])
            }
        }
    }

    /// Its log goes with its last reader: what is replayed then is what was stored.
    @Test(arguments: [true, false])
    func `an answer of megabytes is read to its end by a late viewer, and replayed for ten minutes`(
        isV1: Bool
    ) async throws {
        let world = try await World()
        let turn = try await world.begin()
        let late = StreamReader(await world.follow(turn.conversation, isV1: isV1))
        let piece = String(repeating: "long 漢 ", count: 24_000)
        await turn.reply.say(.reasoning(piece))
        for _ in 0..<11 { await turn.reply.say(.text(piece)) }
        turn.reply.finish()
        await world.pass(until: turn.reader)
        await world.pass(until: late)
        let leaf = try #require(await world.tree(turn.conversation).leaf)
        #expect(leaf.words.utf8.count == 11 * 24_000 * 9)
        // Compared before it is expected: a failure would print megabytes.
        var isWhole = messages(in: late.seen.events, isV1)[leaf["id"]!.string!] == leaf
        #expect(isWhole)
        for number in isV1 ? [0, 2, 7, 13] : [7] {
            let answer = await world.follow(turn.conversation, after: "\(turn.turn).\(number)", isV1: isV1)
            try #require(answer.status == 200, "\(answer.text)")
            let events = await StreamReader(answer).end()
            isWhole = messages(in: events, isV1)[leaf["id"]!.string!] == leaf
            #expect(isWhole)
            #expect(events.last?.isDone == true)
        }
        world.clock.advance(by: .seconds(600))
        #expect(await world.follow(turn.conversation, isV1: isV1).status == 404)
    }

    private func messages(in events: [StreamedEvent], _ isV1: Bool) -> [String: JSONValue] {
        isV1 ? DeltaClient(events).messages : SnapshotClient(events).messages
    }

    @Test func `two viewers see the same answer`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        await turn.reply.say("one ")
        let second = StreamReader(await world.follow(turn.conversation))
        await turn.reply.say("two")
        turn.reply.finish()
        await turn.reader.end()
        await second.end()
        #expect(DeltaClient(turn.reader.seen.events).messages == DeltaClient(second.seen.events).messages)
    }

    @Test func `the header of a browser's own reconnection works too`() async throws {
        let world = try await World()
        let turn = try await world.chat(answer: "whole")
        let path = "/backend-api/conversation/\(turn.conversation)/stream?encoding=v1"
        let response = await world.get(path, as: world.alice, headers: ["last-event-id": "\(turn.turn).2"])
        let events = await StreamReader(response).end()
        let added = try #require(events.first { $0.name == "delta" }).json["v"]?["message"]
        #expect(added?.words == "whole")
        #expect(added?.status == "in_progress")
    }

    @Test func `an id of an older turn begins the latest one anew`() async throws {
        let world = try await World()
        let first = try await world.chat()
        let again = DraftBody(conversation: first.conversation, parent: "m1", action: "variant")
        let second = try await world.chat(again, answer: "Other.")
        let events = await StreamReader(await world.follow(first.conversation, after: first.mark)).end()
        #expect(events == second.reader.seen.events)
    }

    @Test(arguments: ["nonsense", "a.b", "a.-1", "a.01", "a.1.2", ".1", "%00.1"])
    func `an id that we never made is refused`(mark: String) async throws {
        let world = try await World()
        let turn = try await world.chat()
        let response = await world.follow(turn.conversation, after: mark)
        // What cannot be decoded is as if it were not there.
        #expect(response.status == (mark.hasPrefix("%") ? 200 : 400))
    }

    @Test func `an id beyond the end is the end`() async throws {
        let world = try await World()
        let turn = try await world.chat()
        let response = await world.follow(turn.conversation, after: "\(turn.turn).9999")
        let events = await StreamReader(response).end()
        #expect(DeltaClient(events).messages.values.map(\.words) == ["It is."])
    }

    @Test func `silence is broken by a heartbeat every ten seconds`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        await turn.reader.events(1)
        var seconds = 0
        for pings in 1...2 {
            // What the turn began with may reach its reader a moment after the clock was moved, and breaks the silence, too.
            while turn.reader.seen.text.components(of: ": ping\n\n") < pings, !Task.isCancelled {
                await world.clock.sleepers(2)
                world.clock.advance(by: .seconds(1))
                seconds += 1
                for _ in 0..<100 { await Task.yield() }
            }
            #expect((10 * pings...20 * pings).contains(seconds))
        }
        turn.reply.finish()
        await turn.reader.end()
    }

    @Test func `snapshots come at most ten times a second, the first at once`() async throws {
        let world = try await World()
        let turn = try await world.begin(DraftBody(isV1: false))
        await turn.reader.events(1)
        // The reader has seen what is in the log so far, and waits as two timers do.
        await world.clock.sleepers(3)
        for _ in 1...50 { await turn.reply.say("word ") }
        await world.clock.sleepers(3)
        #expect(turn.reader.seen.events.count == 1)
        world.clock.advance(by: .milliseconds(100))
        #expect(await turn.reader.events(2).last?.json["message"]?.words.count == 250)
        #expect(turn.reader.seen.events.count == 2)
        turn.reply.finish()
        await world.pass(until: turn.reader)
    }
}

extension String {
    fileprivate func components(of separator: String) -> Int {
        var count = 0
        var rest = self[...]
        while let found = rest.firstRange(of: separator) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
