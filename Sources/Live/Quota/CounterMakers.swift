internal import Domain
import Synchronization

/// Lets one task make a counter while all others that miss it wait: when all counters are lost at once, each is added up of its rows
/// once, and not by everybody who asks.
final class CounterMakers<Failure: Error>: Sendable {
    private let waiting = Mutex<[QuotaCounter: [CheckedContinuation<Failure?, Never>]]>([:])

    /// Returns when `make` has made those that nobody else was making, and others the rest. Throws what one of them threw.
    func make(
        _ counters: [QuotaCounter], _ make: ([QuotaCounter]) async throws(Failure) -> Void
    ) async throws(Failure) {
        let ours = waiting.withLock { waiting in
            counters.filter { counter in
                guard waiting[counter] == nil else { return false }
                waiting[counter] = []
                return true
            }
        }
        // First what is ours, so that nobody waits for one who waits.
        if !ours.isEmpty {
            do throws(Failure) { try await make(ours) } catch {
                finish(ours, error)
                throw error
            }
            finish(ours, nil)
        }
        for counter in counters where !ours.contains(counter) {
            if let failure = await failure(toMake: counter) { throw failure }
        }
    }

    /// Of the one who is making it; nil also when it is made by now.
    private func failure(toMake counter: QuotaCounter) async -> Failure? {
        await withCheckedContinuation { continuation in
            let isUnderWay = waiting.withLock { waiting in
                guard waiting[counter] != nil else { return false }
                waiting[counter]!.append(continuation)
                return true
            }
            if !isUnderWay { continuation.resume(returning: nil) }
        }
    }

    private func finish(_ counters: [QuotaCounter], _ failure: Failure?) {
        let others = waiting.withLock { waiting in counters.flatMap { waiting.removeValue(forKey: $0) ?? [] } }
        for other in others { other.resume(returning: failure) }
    }
}
