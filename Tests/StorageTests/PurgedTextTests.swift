import Database
import Domain
import Foundation
import Glibc
import JSON
import Storage
import Synchronization
import TestKit
import Testing

/// What is deleted is gone from the files of SQLite, too, not only from its tables.
@Suite struct PurgedTextTests {
    private let folder = TemporaryFolder()
    private let bench: Bench

    init() async throws {
        let database = try SQLiteDatabase(folder: folder.path)
        bench = Bench(database: database, clock: ManualClock(), place: folder)
        try await database.migrate(Migrations.all, at: bench.clock.now.milliseconds)
        _ = try await bench.storage.hasItsKey()
        await bench.storage.scrub()
    }

    /// Whether a word stands in any file of the database.
    private func holds(_ word: String) throws -> Bool { try holds(Data(word.utf8)) }

    private func holds(_ bytes: Data) throws -> Bool {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try files.contains { name in
            try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name)).range(of: bytes) != nil
        }
    }

    /// A conversation in which every piece of text has the word in it, however it is cut.
    private func write(_ word: String, _ owner: User, _ random: inout SplitMix) async throws -> Key<Conversation> {
        let thread = Thread(bench, owner)
        var parent: Key<Message>?
        for round in 0..<Int.random(in: 1...4, using: &random) {
            var opening = thread.opening(parent: parent, isNew: round == 0)
            let asked = opening.question!
            opening = TurnOpening(
                turn: opening.turn, newConversation: opening.newConversation,
                question: Message(
                    id: asked.id, conversation: asked.conversation, parent: asked.parent, role: .user,
                    text: text(word, .random(in: 1...400, using: &random)), status: .finished,
                    createdAt: asked.createdAt, model: "m1", turn: opening.turn.id), answerParent: opening.answerParent)
            try await thread.store.begin(opening)
            // As an answer grows, it is saved again and again.
            var size = 1
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                size = size * Int.random(in: 1...3, using: &random) + 3
                try await thread.store.save(
                    opening.turn, .of(text(word, size % 8_000), reasoning: text(word, size % 700)))
            }
            try await thread.end(opening.turn, .of(text(word, size % 8_000 + 1), reasoning: text(word, size % 700)))
            parent = opening.turn.answer
        }
        for size in [500, 90] {
            let summary = Summary(
                upTo: parent!, text: text(word, size), count: 1, model: "m1", createdAt: bench.clock.now)
            try await thread.store.keep(summary, of: thread.id, for: owner.id)
        }
        try await thread.store.rename(thread.id, to: "\(word) \(word)", for: owner.id)
        return thread.id
    }

    private func text(_ word: String, _ count: Int) -> String { String(repeating: word + " ", count: count) }

    @Test(arguments: 1...12)
    func `of a deleted conversation no word is left in any file`(seed: UInt64) async throws {
        var random = SplitMix(seed)
        let alice = try await bench.member("alice")
        var written: [(word: String, id: Key<Conversation>)] = []
        for number in 10..<30 {
            let word = "canary\(number)!"
            written.append((word, try await write(word, alice, &random)))
        }
        written.shuffle(using: &random)
        for (word, id) in written.prefix(12) {
            try await bench.storage.conversations.delete(id, for: alice.id)
            // The premise: it is still there.
            #expect(try holds(word))
        }
        await bench.storage.scrub()
        for (word, _) in written.prefix(12) { #expect(try !holds(word), "\(word)") }
        for (word, _) in written.dropFirst(12) { #expect(try holds(word)) }
    }

    @Test(arguments: [false, true])
    func `of a member who is deleted with all conversations no word is left`(isLater: Bool) async throws {
        var random = SplitMix(7)
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        for _ in 0..<5 {
            _ = try await write("canary-of-alice", alice, &random)
            _ = try await write("canary-of-bob", bob, &random)
        }
        let until = isLater ? bench.clock.now + .seconds(60) : nil
        try await bench.storage.users.delete(alice.id, keepingConversationsUntil: until)
        await bench.storage.scrub()
        #expect(try holds("canary-of-alice") == isLater)
        bench.clock.advance(by: .seconds(61))
        try await bench.storage.users.purge(before: bench.clock.now)
        await bench.storage.scrub()
        #expect(try !holds("canary-of-alice"))
        #expect(try holds("canary-of-bob"))
    }

    @Test func `of a temporary conversation that has gone, and of former instructions, no word is left`() async throws {
        let alice = try await bench.member("alice")
        let thread = Thread(bench, alice)
        let opening = thread.opening(asking: text("canary-asked", 90), isNew: true, isTemporary: true)
        try await thread.store.begin(opening)
        try await thread.end(opening.turn, .of(text("canary-said", 900), reasoning: text("canary-thought", 90)))
        var change = InstructionsChange()
        for word in ["canary-written", "sparrow"] {
            change.aboutUser = text(word, 300)
            _ = try await bench.storage.preferences.change(change, of: alice.id)
        }
        let words = ["canary-asked", "canary-said", "canary-thought", "canary-written"]
        for word in words { #expect(try holds(word), "\(word)") }
        await bench.storage.scrub()
        #expect(try !holds("canary-written"))
        bench.clock.advance(by: Conversation.keptTemporary)
        try await thread.store.purge(expiredAt: bench.clock.now, of: nil)
        await bench.storage.scrub()
        for word in words { #expect(try !holds(word), "\(word)") }
        #expect(try holds("sparrow"))
    }

    @Test func `of a response, an item and a conversation of programs that are deleted nothing sealed is left`()
        async throws
    {
        let alice = try await bench.member("alice")
        let content = StoredResponse.Content(response: Array(text("canary", 900).utf8), input: [], context: [])
        let response = StoredResponse(
            id: try #require(StoredResponse.id(of: .random())), owner: alice.id, model: "m1", status: .completed,
            isBackground: false, createdAt: bench.clock.now, content: content)
        try await bench.storage.responses.add(response)
        let conversation = ItemConversation.new(of: alice.id, ["a": "canary"], at: bench.clock.now)
        let words = text("canary", 9)
        let items = (1...2).map { number -> JSONValue in ["id": .string("msg_\(number)"), "x": .string(words)] }
        try await bench.storage.itemConversations.create(conversation, with: items)
        let sealed = try await bench.database.read { session in
            try (["stored_responses", "response_items"] as [SQL]).flatMap { table in
                try session.rows("SELECT content FROM \(table)").map { try $0["content"] as [UInt8] }
            } + session.rows("SELECT metadata FROM response_conversations").map { try $0["metadata"] }
        }.map { Data($0.dropFirst(4).prefix(40)) }
        #expect(sealed.count == 4)
        #expect(try !holds("canary"))
        for bytes in sealed { #expect(try holds(bytes)) }
        try await bench.storage.responses.delete(response.id, of: alice.id)
        await bench.storage.scrub()
        #expect(try sealed.map(holds) == [false, true, true, true])
        try await bench.storage.itemConversations.deleteItem("msg_1", from: conversation.id, of: alice.id)
        await bench.storage.scrub()
        #expect(try sealed.map(holds) == [false, false, true, true])
        try await bench.storage.itemConversations.delete(conversation.id, of: alice.id)
        await bench.storage.scrub()
        for bytes in sealed { #expect(try !holds(bytes)) }
    }

    @Test
    func `of what a mini-program's user asked nothing is left when it is deleted, or grows too old, or its payer goes`()
        async throws
    {
        let alice = try await bench.member("alice")
        let store = bench.storage.appUsers
        let application = try Application.list(["shop:0123456789abcdef"])[0]
        let names = ["a", "b", "c"].map { AppUser.Name(Text($0), in: application)! }
        for name in names {
            let turn = AppTurn(text("canary", 90), answer: text("canary", 900), at: bench.clock.now)
            try await store.add(turn, to: name, paidBy: alice.id)
        }
        let sealed = try await bench.database.read { session in
            try session.rows("SELECT content FROM app_turns ORDER BY app_user_id").map { try $0["content"] as [UInt8] }
        }.map { Data($0.dropFirst(4).prefix(40)) }
        #expect(try !holds("canary") && sealed.map(holds) == [true, true, true])
        try await store.deleteTurns(of: names[0])
        await bench.storage.scrub()
        #expect(try sealed.map(holds) == [false, true, true])
        for _ in 0..<AppUserRules.mostTurns {
            try await store.add(AppTurn("sparrow", answer: "", at: bench.clock.now), to: names[1], paidBy: alice.id)
        }
        await bench.storage.scrub()
        #expect(try sealed.map(holds) == [false, false, true])
        try await bench.storage.users.delete(alice.id, keepingConversationsUntil: nil)
        await bench.storage.scrub()
        #expect(try sealed.map(holds) == [false, false, false])
    }

    @Test func `what somebody still reads is taken out when he is done`() async throws {
        var random = SplitMix(9)
        let alice = try await bench.member("alice")
        let id = try await write("canary", alice, &random)
        let (began, goesOn) = (Flag(), Flag())
        async let reading: Void = bench.database.read { session in
            _ = try session.rows("SELECT id FROM messages")
            began.raise()
            while !goesOn.isRaised { sched_yield() }
        }
        while !began.isRaised, !Task.isCancelled { await Task.yield() }
        try await bench.storage.conversations.delete(id, for: alice.id)
        await bench.storage.scrub()
        #expect(try holds("canary"))
        goesOn.raise()
        try await reading
        await bench.storage.scrub()
        #expect(try !holds("canary"))
    }
}

/// With `innodb_immediate_scrub_data_uncompressed` what was deleted is gone from the file of the table. The redo log keeps it until
/// it is overwritten.
@Suite struct PurgedTextMariaDBTests {
    @Test func `of a deleted conversation no word is left in the table's file, short or long`() async throws {
        let place = try await MariaDBBench.open()
        let bench = Bench(database: place.database, clock: ManualClock(), place: place)
        try await place.database.migrate(Migrations.all, at: bench.clock.now.milliseconds)
        _ = try await bench.storage.hasItsKey()
        let alice = try await bench.member("alice")
        func write(_ word: String) async throws -> Key<Conversation> {
            let thread = Thread(bench, alice)
            let turn = try await thread.start()
            // A long one lies in pages of its own.
            try await thread.end(turn, .of(String(repeating: word, count: 20_000), reasoning: word))
            try await thread.store.rename(thread.id, to: word, for: alice.id)
            return thread.id
        }
        func holds(_ word: String, _ table: String) throws -> Bool {
            let file = try MariaDBServer.shared().file(of: table, in: place.server.database)
            return try Data(contentsOf: URL(fileURLWithPath: file)).range(of: Data(word.utf8)) != nil
        }
        let id = try await write("canary")
        _ = try await write("sparrow")
        #expect(try holds("canary", "messages") && holds("canary", "conversations"))
        try await bench.storage.conversations.delete(id, for: alice.id)
        #expect(try !holds("canary", "messages") && !holds("canary", "conversations"))
        #expect(try holds("sparrow", "messages"))
    }
}

private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isRaised: Bool { value.load(ordering: .relaxed) }

    func raise() { value.store(true, ordering: .relaxed) }
}
