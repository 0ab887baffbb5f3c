internal import Database
internal import Domain
import Synchronization
internal import Transport

/// Knows which counters are complete. Whoever finds that none are rebuilds them; everybody else of the process waits for
/// that, and other processes wait a little.
final class QuotaEpochs: Sendable {
    private let rebuild: QuotaRebuild
    private let zone: String
    private let grace: Duration
    private let rebuilt: @Sendable (Int) -> Void
    private let state = Mutex(State())

    private struct State {
        var known: QuotaEpoch?
        var search: Task<Result<QuotaEpoch, ChatError>, Never>?
        /// Made by this process; counters of former ones may be left.
        var untidy: QuotaEpoch?
    }

    /// How long one process waits for another that rebuilds.
    private static let patience = Duration.seconds(4)

    init(_ rebuild: QuotaRebuild, zone: String, grace: Duration, rebuilt: @escaping @Sendable (Int) -> Void) {
        self.rebuild = rebuild
        self.zone = zone
        self.grace = grace
        self.rebuilt = rebuilt
    }

    /// The epoch whose counters are complete, as far as this process knows.
    func current() async throws(ChatError) -> QuotaEpoch {
        let (known, search) = state.withLock { state in
            if state.known == nil, state.search == nil { state.search = startSearch() }
            return (state.known, state.search)
        }
        if let known { return known }
        guard let search else { throw RedisQuotaLedger.unavailable }
        return try await search.value.get()
    }

    var known: QuotaEpoch? { state.withLock { $0.known } }

    /// Redis said that it is not the one.
    func forget(_ epoch: QuotaEpoch) {
        state.withLock { if $0.known == epoch { $0.known = nil } }
    }

    func mustTidy(_ epoch: QuotaEpoch) -> Bool { state.withLock { $0.untidy == epoch } }

    func isTidy(_ epoch: QuotaEpoch) {
        state.withLock { if $0.untidy == epoch { $0.untidy = nil } }
    }

    private func startSearch() -> Task<Result<QuotaEpoch, ChatError>, Never> {
        Task(executorPreference: rebuild.client.loop) {
            let outcome: Result<QuotaEpoch, ChatError>
            do throws(ChatError) { outcome = .success(try await self.search()) } catch { outcome = .failure(error) }
            self.state.withLock { state in
                state.search = nil
                state.known = try? outcome.get()
            }
            return outcome
        }
    }

    private func search() async throws(ChatError) -> QuotaEpoch {
        let deadline = MonotonicTime.now + Self.patience
        do throws(RedisError) {
            let run = try await rebuild.client.server().run
            repeat {
                if let epoch = try await rebuild.published(on: run), epoch.zone == zone { return epoch }
                let new = QuotaEpoch(tag: Self.newTag(), run: run, zone: zone)
                if try await rebuild.lock(for: new) { return try await make(new) }
                await rebuild.client.loop.sleep(for: .milliseconds(25))
            } while MonotonicTime.now < deadline
        } catch {
            throw RedisQuotaLedger.unavailable
        }
        throw RedisQuotaLedger.unavailable
    }

    private func make(_ epoch: QuotaEpoch) async throws(RedisError) -> QuotaEpoch {
        // Another one may have finished between the look and the lock.
        if let other = try await rebuild.published(on: epoch.run), other.zone == zone {
            await rebuild.unlock(epoch)
            return other
        }
        if grace > .zero { await rebuild.client.loop.sleep(for: grace) }
        do {
            let count = try await rebuild.run(for: epoch)
            state.withLock { $0.untidy = epoch }
            rebuilt(count)
            return epoch
        } catch {
            await rebuild.unlock(epoch)
            throw error
        }
    }

    private static func newTag() -> String { String(UInt64.random(in: 0 ... .max), radix: 36) }
}
