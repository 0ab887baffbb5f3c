internal import Database
internal import Domain
import Synchronization

/// Knows whether text was deleted that may still stand in the database's files.
final class SQLScrubber: Sendable {
    private let store: SQLStore
    /// A process before this one may have ended between the two.
    private let isDue = Atomic<Bool>(true)

    init(_ store: SQLStore) { self.store = store }

    /// Text was deleted.
    func note() { isDue.store(true, ordering: .relaxed) }

    /// Does it if it is due; what does not succeed is due again.
    func run() async {
        // Before it begins: what is deleted meanwhile is for the next time.
        guard isDue.exchange(false, ordering: .relaxed) else { return }
        if (try? await store.database.scrub()) != true { note() }
    }
}
