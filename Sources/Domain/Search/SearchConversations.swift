import Synchronization

/// Searches a member's conversations, the newest first, a part of the time at a time: whoever waits sees the newest while older
/// ones are asked for.
public final class SearchConversations: Sendable {
    private let store: any SearchStore
    private let clock: any WallClock
    private let underWay = Mutex<[ID<User>: Int]>([:])

    /// So many searches of a member run at once; whoever types on gives the former one up.
    public static let mostAtOnce = 2
    /// A page has no more messages.
    public static let mostPassages = 30
    static let mostTitles = 10
    /// After so long an answer goes out with what has been found, and says where to go on.
    static let patience = Duration.milliseconds(400)
    /// The first stretch of time that is looked through; the next ones are longer while that is quick.
    private static let firstStretch = Duration.seconds(14 * 86_400)
    private static let quick = Duration.milliseconds(50)

    public init(store: any SearchStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// `place`: where an answer before this one said to go on. Throws `throttled` when two are under way.
    public func search(_ query: SearchQuery, after place: PassagePlace?, for owner: ID<User>)
        async throws(ChatError) -> SearchResult
    {
        guard begin(for: owner) else { throw .throttled(retryAfter: 1) }
        defer { end(for: owner) }
        var result = SearchResult()
        if place == nil { result.titles = try await store.titles(query, limit: Self.mostTitles, of: owner) }
        guard let oldest = try await oldest(for: query, of: owner) else { return result }
        return try await add(to: result, query, from: place, downTo: oldest, of: owner)
    }

    /// Nil when nothing can be found.
    private func oldest(for query: SearchQuery, of owner: ID<User>) async throws(ChatError) -> Timestamp? {
        guard let oldest = try await store.oldest(of: owner) else { return nil }
        return max(oldest, query.after ?? oldest)
    }

    private func add(
        to titles: SearchResult, _ query: SearchQuery, from place: PassagePlace?, downTo oldest: Timestamp,
        of owner: ID<User>
    ) async throws(ChatError) -> SearchResult {
        var result = titles
        let start = clock.now
        var stretch = Self.firstStretch
        // Without an end: a clock that went back leaves messages of the future.
        var place = place
        var floor = min(place?.moment ?? start, query.before ?? start) - stretch
        while true {
            let began = clock.now
            let isLast = floor <= oldest
            let limit = Self.mostPassages + 1 - result.passages.count
            let found = try await store.passages(
                query, before: place, notBefore: isLast ? query.after : floor, limit: limit, of: owner)
            result.passages += found
            if result.passages.count > Self.mostPassages {
                result.passages.removeLast()
                result.next = result.passages.last?.passage?.place
                return result
            }
            if isLast { return result }
            // The stretch has been looked through: what follows is older than its first moment.
            place = PassagePlace(moment: floor, message: nil)
            let now = clock.now
            if now - start >= Self.patience || Task.isCancelled {
                result.next = place
                return result
            }
            if now - began < Self.quick { stretch = stretch * 4 }
            floor = floor - stretch
        }
    }

    private func begin(for owner: ID<User>) -> Bool {
        underWay.withLock { underWay in
            guard underWay[owner, default: 0] < Self.mostAtOnce else { return false }
            underWay[owner, default: 0] += 1
            return true
        }
    }

    private func end(for owner: ID<User>) {
        underWay.withLock { underWay in
            let count = underWay[owner, default: 1] - 1
            underWay[owner] = count > 0 ? count : nil
        }
    }
}
