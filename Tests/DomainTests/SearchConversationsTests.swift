import JSON
import TestKit
import Testing

@testable import Domain

/// How a search goes through time, and how many of them run at once.
@Suite struct SearchConversationsTests {
    private static let day = Duration.seconds(86_400)

    /// A member with one message every day. Each stretch of time takes as long as the test says.
    private struct Diary: SearchStore {
        let clock: ManualClock
        let days: Int
        let cost: Duration
        let now: Timestamp
        let stretches = Watched(0)

        init(_ clock: ManualClock, days: Int, cost: Duration = .zero) {
            (self.clock, self.days, self.cost, now) = (clock, days, cost, clock.now)
        }

        func passages(
            _ query: SearchQuery, before place: PassagePlace?, notBefore oldest: Timestamp?, limit: Int,
            of owner: ID<User>
        ) async throws(ChatError) -> [SearchHit] {
            stretches.change { $0 += 1 }
            clock.advance(by: cost)
            let all = (0..<days).map { number in
                PassagePlace(moment: now - SearchConversationsTests.day * number, message: Key("m\(number)"))
            }
            let found = all.filter { passage in
                let isBehind = place.map { passage.moment < $0.moment } ?? true
                return isBehind && passage.moment >= oldest ?? passage.moment
            }
            return found.prefix(limit).map(SearchConversationsTests.hit)
        }

        func titles(_ query: SearchQuery, limit: Int, of owner: ID<User>) async throws(ChatError) -> [SearchHit] { [] }
        func oldest(of owner: ID<User>) async throws(ChatError) -> Timestamp? {
            days == 0 ? nil : now - SearchConversationsTests.day * (days - 1)
        }
    }

    private static func hit(_ place: PassagePlace) -> SearchHit {
        SearchHit(
            conversation: Conversation(
                id: Key("c")!, owner: ID(1), title: "", account: nil, model: "", currentNode: nil,
                createdAt: place.moment, updatedAt: place.moment),
            passage: .init(place: place, role: .user, snippet: Snippet(text: "", marks: [])))
    }

    private func all(_ search: SearchConversations) async throws -> (found: [String], answers: Int) {
        var (found, answers): ([String], Int) = ([], 0)
        var place: PassagePlace?
        repeat {
            let result = try await search.search(try SearchQuery("x"), after: place, for: ID(1))
            found += result.passages.compactMap { $0.passage?.place.message?.text }
            answers += 1
            place = result.next
        } while place != nil && answers < 1000
        return (found, answers)
    }

    @Test(arguments: [0, 1, 13, 14, 15, 30, 31, 400, 3000])
    func `however long a member has been here, each message is found once`(days: Int) async throws {
        let clock = ManualClock()
        for cost in [Duration.zero, .milliseconds(70)] {
            let diary = Diary(clock, days: days, cost: cost)
            let (found, answers) = try await all(SearchConversations(store: diary, clock: clock))
            #expect(found == (0..<days).map { "m\($0)" })
            let most = days / 30 + 1
            #expect(answers <= (cost == .zero ? most : most + days / 56 + 1))
        }
    }

    @Test func `a search that takes long says what it has found so far`() async throws {
        let clock = ManualClock()
        let diary = Diary(clock, days: 5000, cost: .milliseconds(300))
        let search = SearchConversations(store: diary, clock: clock)
        let first = try await search.search(try SearchQuery("x"), after: nil, for: ID(1))
        #expect(first.passages.count == 29 && first.next != nil)
        #expect(diary.stretches.read { $0 } == 2)
    }

    /// Searches that wait until they are let go.
    private struct SlowSearch: SearchStore {
        let waiting = Watched(0)
        let isOpen = Watched(false)

        func passages(
            _ query: SearchQuery, before place: PassagePlace?, notBefore oldest: Timestamp?, limit: Int,
            of owner: ID<User>
        ) async throws(ChatError) -> [SearchHit] { [] }

        func titles(_ query: SearchQuery, limit: Int, of owner: ID<User>) async throws(ChatError) -> [SearchHit] {
            waiting.change { $0 += 1 }
            await isOpen.until { $0 }
            return []
        }

        func oldest(of owner: ID<User>) async throws(ChatError) -> Timestamp? { nil }
    }

    @Test func `a member's third search at once is refused, another member's is not`() async throws {
        let slow = SlowSearch()
        let search = SearchConversations(store: slow, clock: ManualClock())
        let query = try SearchQuery("x")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for owner in [1, 1, 2] as [Int64] {
                group.addTask { _ = try await search.search(query, after: nil, for: ID(owner)) }
            }
            await slow.waiting.until { $0 == 3 }
            await #expect(throws: ChatError.throttled(retryAfter: 1)) {
                try await search.search(query, after: nil, for: ID(1))
            }
            slow.isOpen.change { $0 = true }
            try await group.waitForAll()
        }
        _ = try await search.search(query, after: nil, for: ID(1))
    }
}
