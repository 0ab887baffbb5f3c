import Database
import Domain
import JSON
import TestKit
import Testing

@testable import Storage

/// What a search promises: whatever is stored is found, nothing else, by its owner alone.
@Suite struct SearchContract {
    /// A conversation of turns with these questions and answers, one after another.
    @discardableResult
    private func thread(_ bench: Bench, _ owner: User, _ texts: [(question: String, answer: String)]) async throws
        -> Thread
    {
        let thread = Thread(bench, owner)
        var parent: Key<Message>?
        for (question, answer) in texts {
            let opening = thread.opening(asking: question, parent: parent, isNew: parent == nil)
            try await thread.store.begin(opening)
            try await thread.end(opening.turn, .of(answer))
            parent = opening.turn.answer
            bench.clock.advance(by: .seconds(1))
        }
        return thread
    }

    private func found(
        _ text: Text, _ owner: User, _ bench: Bench, before place: PassagePlace? = nil, limit: Int = 30
    ) async throws -> [SearchHit] {
        try await bench.storage.search.passages(
            try SearchQuery(text), before: place, notBefore: nil, limit: limit, of: owner.id)
    }

    private func snippets(_ text: Text, _ owner: User, _ bench: Bench) async throws -> [String] {
        try await found(text, owner, bench).map { $0.passage!.snippet.text }
    }

    @Test(arguments: Engine.allCases)
    func `words, parts of words, characters and phrases are found, the newest first`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        try await thread(bench, alice, [("退款政策是什么？", "The Ｃａｆé refunds.\nSee page 5"), ("100% _sure_ it's \\0?", "是")])
        try await thread(bench, bob, [("退款 of bob", "cafe of bob")])
        let answers = ["The Ｃａｆé refunds. See page 5"]
        for text in ["退", "退款", "政策是", "款 么"] as [Text] {
            #expect(try await snippets(text, alice, bench) == ["退款政策是什么？"], "\(text)")
        }
        for text in ["CAFE", "café", "afe", #""cafe refunds""#, #""refunds. see""#, "page the", "ｐａｇｅ", "5"] as [Text] {
            #expect(try await snippets(text, alice, bench) == answers, "\(text)")
        }
        for text in ["%", "_", "\\", "'", "\\0", "100% _sure_"] as [Text] {
            #expect(try await snippets(text, alice, bench) == ["100% _sure_ it's \\0?"], "\(text)")
        }
        #expect(try await snippets("是", alice, bench) == ["是", "退款政策是什么？"])
        for text in ["款退", "bob", #""page cafe""#, "cafe 退款", "\u{301}", "page  6"] as [Text] {
            #expect(try await snippets(text, alice, bench) == [], "\(text)")
        }
        #expect(try await snippets("cafe", bob, bench) == ["cafe of bob"])
    }

    @Test(arguments: Engine.allCases)
    func `pages go on where the last one ended, among equal times too`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        for number in 0..<7 {
            let thread = Thread(bench, alice)
            let opening = thread.opening(asking: "needle \(number)", isNew: true)
            try await thread.store.begin(opening)
            try await thread.end(opening.turn, .of("a needle"))
            if number % 3 == 2 { bench.clock.advance(by: .seconds(1)) }
        }
        let all = try await found("needle", alice, bench)
        #expect(all.count == 14)
        #expect(all.map { $0.passage!.place.moment } == all.map { $0.passage!.place.moment }.sorted(by: >))
        var paged: [SearchHit] = []
        while true {
            let page = try await found("needle", alice, bench, before: paged.last?.passage?.place, limit: 3)
            if page.isEmpty { break }
            paged += page
        }
        #expect(paged == all)
        let (first, last) = (all[0].passage!.place.moment, all[13].passage!.place.moment)
        let since = try await bench.storage.search.passages(
            try SearchQuery("needle"), before: PassagePlace(moment: first, message: nil), notBefore: last, limit: 30,
            of: alice.id)
        #expect(since == all.filter { $0.passage!.place.moment < first })
        #expect(try await bench.storage.search.oldest(of: alice.id) == last)
    }

    @Test(arguments: Engine.allCases)
    func `every branch is found, an answer once it has ended, reasoning never`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let thread = try await thread(bench, alice, [("first branch", "one")])
        let other = thread.opening(asking: "second branch")
        try await thread.store.begin(other)
        #expect(try await snippets("branch", alice, bench) == ["second branch", "first branch"])
        try await thread.store.save(other.turn, .of("growing", reasoning: "secret thought"))
        #expect(try await snippets("growing", alice, bench) == [])
        try await thread.end(other.turn, .of("growing and grown", reasoning: "secret thought"))
        try await thread.end(other.turn, .of("twice"))
        #expect(try await snippets("growing", alice, bench) == ["growing and grown"])
        #expect(try await snippets("thought", alice, bench) == [])
        #expect(try await snippets("twice", alice, bench) == [])
    }

    @Test(arguments: Engine.allCases)
    func `what a dead process leaves is found as far as it came`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let dead = bench.otherProcess()
        let thread = Thread(bench, alice, by: dead)
        let turn = try await thread.start()
        try await thread.store.save(turn, .of("half an ans"))
        bench.clock.advance(by: .seconds(60))
        try await bench.storage.forgetOtherProcesses()
        #expect(try await bench.storage.conversations.interruptTurns(except: [], at: bench.clock.now).count == 1)
        #expect(try await snippets("half", alice, bench) == ["half an ans"])
    }

    @Test(arguments: Engine.allCases)
    func `what is deleted is found nowhere`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let gone = try await thread(bench, alice, [("needle", "needle")])
        try await thread(bench, alice, [("needle stays", "x")])
        try await thread(bench, bob, [("needle of bob", "x")])
        try await bench.storage.conversations.delete(gone.id, for: alice.id)
        #expect(try await snippets("needle", alice, bench) == ["needle stays"])
        // An answer that ends after its conversation was deleted leaves nothing.
        let late = Thread(bench, alice)
        let turn = try await late.start()
        try await bench.storage.conversations.delete(late.id, for: alice.id)
        try await late.end(turn, .of("needle too late"))
        #expect(try await snippets("late", alice, bench) == [])
        try await bench.storage.users.delete(bob.id, keepingConversationsUntil: nil)
        let left = try await bench.database.read { try $0.rows("SELECT user_id FROM passages").count }
        #expect(left == 2)
    }

    @Test(arguments: Engine.allCases)
    func `the trash is left out, and a project narrows the search`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let (here, there) = (
            try await thread(bench, alice, [("needle here", "x")]),
            try await thread(bench, alice, [("needle there", "x")])
        )
        let (store, projects) = (bench.storage.conversations, bench.storage.projects)
        for thread in [here, there] { try await store.rename(thread.id, to: "needle", for: alice.id) }
        let project = Project(id: .random(), owner: alice.id, name: "Ｒeise 2026", createdAt: bench.clock.now)
        try await projects.create(project, atMost: 9)
        try await projects.move(there.id, to: project.id, for: alice.id)
        func titles(_ text: Text) async throws -> [Key<Conversation>] {
            try await bench.storage.search.titles(try SearchQuery(text), limit: 5, of: alice.id).map(\.conversation.id)
        }
        #expect(try await snippets(#"needle in:"reise 2026""#, alice, bench) == ["needle there"])
        #expect(try await titles("needle in:REISE") == [there.id])
        #expect(try await snippets("in:reise needle", alice, bench) == ["needle there"])
        #expect(try await snippets("needle in:reise in:other", alice, bench) == [])
        try await projects.rename(project.id, to: "Urlaub", for: alice.id)
        #expect(try await snippets("needle in:reise", alice, bench) == [])
        #expect(try await snippets("needle in:urlaub", alice, bench) == ["needle there"])
        _ = try await store.trash(.these([there.id]), at: bench.clock.now, for: alice.id)
        #expect(try await snippets("needle", alice, bench) == ["needle here"])
        #expect(try await titles("needle") == [here.id])
        _ = try await store.restore([there.id], for: alice.id)
        #expect(try await snippets("needle", alice, bench) == ["needle there", "needle here"])
    }

    @Test(arguments: Engine.allCases)
    func `titles are found as they are now`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let search = bench.storage.search
        let thread = try await thread(bench, alice, [("question", "answer")])
        func titles(_ text: Text) async throws -> [String] {
            try await search.titles(try SearchQuery(text), limit: 5, of: alice.id).map(\.conversation.title)
        }
        #expect(try await titles("new CHAT") == ["New chat"])
        try await bench.storage.conversations.rename(thread.id, to: "Ｔｒｉｐ to Zürich", for: alice.id)
        #expect(try await titles("zurich trip") == ["Ｔｒｉｐ to Zürich"])
        #expect(try await titles("new") == [])
        #expect(try await titles("zurich before:2020") == [])
    }

    @Test(arguments: Engine.allCases)
    func `conversations from before there was a search are found once they are folded`(engine: Engine) async throws {
        let bench = try await engine.openEmpty()
        try await bench.database.migrate(Array(Migrations.all.prefix(19)), at: 1)
        try await bench.database.write { session in
            for conversation in ["c1", "c2", "c3"] {
                try session.execute(
                    """
                    INSERT INTO conversations (user_id, id, title, model, is_archived, created_at, updated_at)
                    VALUES (7, \(conversation), \("Ｔitle of " + conversation), 'm', 0, 5, 5)
                    """)
                for (number, status) in [Message.Status.finished, .stopped, .inProgress].enumerated() {
                    try session.execute(
                        """
                        INSERT INTO messages (user_id, id, conversation_id, sequence, role, kind, text, status, omitted,
                            model, turn_id, created_at)
                        VALUES (7, \("\(conversation)-\(number)"), \(conversation), \(number), 'user', 'text',
                            \("Ｏld \(status.rawValue) \(conversation)"), \(status), 0, 'm', 't', \(number))
                        """)
                }
            }
        }
        try await bench.database.migrate(Migrations.all, at: 2)
        let (search, owner) = (bench.storage.search, ID<User>(7))
        func hits(_ text: Text) async throws -> Int {
            let query = try SearchQuery(text)
            return try await search.passages(query, before: nil, notBefore: nil, limit: 30, of: owner).count
                + search.titles(query, limit: 30, of: owner).count
        }
        #expect(try await hits("old") == 0)
        #expect(try await search.foldOne())
        #expect(try await hits("old") == 2)
        // Changed or gone before its turn comes.
        let left = try await bench.database.read { session in
            try session.rows("SELECT conversation_id FROM unfolded_conversations").map { row -> Key<Conversation> in
                try row["conversation_id"]
            }
        }
        try await bench.storage.conversations.rename(left[0], to: "renamed", for: owner)
        try await bench.storage.conversations.delete(left[1], for: owner)
        var rounds = 0
        while try await search.foldOne() { rounds += 1 }
        #expect(rounds == 2)
        #expect(try await hits("old") == 4)
        #expect(try await hits("title") == 1)
        #expect(try await hits("renamed") == 1)
    }
}
