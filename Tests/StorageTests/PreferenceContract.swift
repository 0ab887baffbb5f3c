import Database
import Domain
import JSON
import Storage
import TestKit
import Testing

/// What is promised of members' instructions and preferences.
@Suite struct PreferenceContract {
    private func change(_ isEnabled: Bool? = nil, user: String? = nil, answers: String? = nil) -> InstructionsChange {
        var change = InstructionsChange()
        (change.isEnabled, change.aboutUser, change.aboutAnswers) = (isEnabled, user, answers)
        return change
    }

    @Test(arguments: Engine.allCases)
    func `what is not named stays, and each member has their own`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let store = bench.storage.preferences
        #expect(try await store.instructions(of: alice.id) == Instructions())
        _ = try await store.change(change(user: "I fly 🛩\n"), of: alice.id)
        _ = try await store.change(change(answers: "简短"), of: alice.id)
        let changed = try await store.change(change(false), of: alice.id)
        #expect(changed.aboutUser == "I fly 🛩\n" && changed.aboutAnswers == "简短" && !changed.isEnabled)
        #expect(try await store.instructions(of: alice.id) == changed)
        #expect(try await bench.storage.allowances.allowance(of: alice.id).instructions == changed)
        #expect(try await bench.storage.allowances.allowance(of: bob.id).instructions == Instructions())
        #expect(try await store.instructions(of: bob.id) == Instructions())
        await #expect(throws: ChatError.notFound) { try await store.change(change(true), of: ID(999)) }
    }

    @Test(arguments: Engine.allCases)
    func `of several changes at once none is lost`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let store = bench.storage.preferences
        try await withThrowingTaskGroup { group in
            for number in 0..<12 {
                group.addTask {
                    let text = "text \(number)"
                    _ = try await store.change(
                        number.isMultiple(of: 2) ? change(user: text) : change(answers: text), of: alice.id)
                }
            }
            try await group.waitForAll()
        }
        let last = try await store.instructions(of: alice.id)
        #expect(last.aboutUser.hasPrefix("text ") && last.aboutAnswers.hasPrefix("text "))
    }

    @Test(arguments: Engine.allCases)
    func `preferences are kept by name, forgotten with null, and never too many`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let store = bench.storage.preferences
        let first = [Preference(name: "a", value: true), Preference(name: "b", value: "x\"y")]
        #expect(try await store.set(first, of: alice.id) == first)
        let next = [Preference(name: "a", value: .null), Preference(name: "B", value: 7)]
        let all = try await store.set(next, of: alice.id)
        #expect(Set(all.map(\.name)) == ["b", "B"])
        #expect(try await store.preferences(of: bob.id) == [])
        let many = (0..<Preference.most).map { Preference(name: "n\($0)", value: true) }
        await #expect(throws: ChatError.invalid(field: "body", .tooManyValues(most: Preference.most))) {
            try await store.set(many, of: alice.id)
        }
        #expect(try await store.preferences(of: alice.id) == all)
        #expect(try await store.set(many, of: bob.id).count == Preference.most)
    }

    @Test(arguments: Engine.allCases)
    func `both go with their member`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        _ = try await bench.storage.preferences.change(change(user: "x"), of: alice.id)
        _ = try await bench.storage.preferences.set([Preference(name: "a", value: true)], of: alice.id)
        try await bench.storage.users.delete(alice.id, keepingConversationsUntil: bench.clock.now + .seconds(60))
        let left = try await bench.database.read { session in
            try session.rows("SELECT user_id FROM instructions").count
                + session.rows("SELECT user_id FROM preferences").count
        }
        #expect(left == 0)
    }
}
