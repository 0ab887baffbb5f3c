public import Domain
internal import Synchronization

/// Counts the calls of this process.
public final class MemoryCallRate: CallRate {
    /// The moments of each subject's calls of the last minute, oldest first.
    private let taken = Mutex<[String: [Timestamp]]>([:])
    /// Beyond so many subjects those are forgotten that nothing counts of any more, and all if none can be.
    private static let mostSubjects = 50_000

    public init() {}

    public func take(_ subject: String, most: Int, at moment: Timestamp) async -> Timestamp? {
        let start = moment - .callRateSpan
        return taken.withLock { taken in
            if taken.count >= Self.mostSubjects, taken[subject] == nil {
                taken = taken.filter { $0.value.last.map { $0 > start } ?? false }
                if taken.count >= Self.mostSubjects { taken = [:] }
            }
            var calls = (taken[subject] ?? []).filter { $0 > start }
            defer { taken[subject] = calls }
            if calls.count >= most { return calls[calls.count - most] + .callRateSpan }
            calls.append(moment)
            return nil
        }
    }
}
