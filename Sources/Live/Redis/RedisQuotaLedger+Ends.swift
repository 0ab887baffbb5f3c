internal import Database
internal import Domain
import Synchronization
internal import Transport

/// Ends of reservations that Redis has not been told yet.
struct UndeliveredEnds {
    var ends: [Key<Charge>: Settlement] = [:]
    var isRetrying = false

    /// What is forgotten beyond this, `reconcile` finds in the SQL ledger.
    static let most = 10_000
}

extension RedisQuotaLedger {
    /// For metrics: how many ends wait until Redis is back.
    public var undeliveredCount: Int { undelivered.withLock { $0.ends.count } }

    func end(_ id: Key<Charge>, as settlement: Settlement) async {
        do { try await deliver(settlement, for: id) } catch { keep(settlement, for: id) }
    }

    /// Tries again until it is delivered.
    func keep(_ settlement: Settlement, for id: Key<Charge>) {
        let mustStart = undelivered.withLock { undelivered in
            guard undelivered.ends.count < UndeliveredEnds.most || undelivered.ends[id] != nil else { return false }
            undelivered.ends[id] = settlement
            defer { undelivered.isRetrying = true }
            return !undelivered.isRetrying
        }
        guard mustStart else { return }
        let loop = client.loop
        Task(executorPreference: loop) { [weak self] in
            var pause = Duration.milliseconds(50)
            while await self?.retry() == false {
                await loop.sleep(for: pause)
                pause = min(pause * 2, .seconds(1))
            }
        }
    }

    /// True when nothing is left.
    private func retry() async -> Bool {
        for (id, settlement) in undelivered.withLock({ $0.ends }) {
            guard (try? await deliver(settlement, for: id)) != nil else { return false }
            undelivered.withLock { $0.ends[id] = nil }
        }
        return undelivered.withLock { undelivered in
            undelivered.isRetrying = !undelivered.ends.isEmpty
            return !undelivered.isRetrying
        }
    }

    private func deliver(_ settlement: Settlement, for id: Key<Charge>) async throws(ChatError) {
        for _ in 0..<6 {
            let epoch = try await epochs.current()
            do throws(RedisError) {
                if try await deliver(settlement, for: id, in: epoch) { return }
                epochs.forget(epoch)
            } catch .otherServer {
                epochs.forget(epoch)
            } catch .lost {
                continue
            } catch {
                throw Self.unavailable
            }
        }
        throw Self.unavailable
    }

    /// False when the epoch is another one.
    private func deliver(_ settlement: Settlement, for id: Key<Charge>, in epoch: QuotaEpoch)
        async throws(RedisError) -> Bool
    {
        let look = [["GET", keys.epoch], ["HGET", keys.open(epoch), id.text]]
        let found = try await client.pipeline(look.map { $0.map { Array($0.utf8) } }, onlyOn: epoch.run)
        guard try found[0].orThrow().text == epoch.text else { return false }
        // Not open: it has ended, or there never was one.
        guard let user = try found[1].orThrow().text.flatMap(OpenPlace.init)?.user else { return true }
        let reply = try await client.run(
            QuotaScripts.settle,
            keys: [
                keys.epoch, keys.open(epoch), keys.record(of: id, user, epoch), keys.hour(of: user, epoch),
                keys.calendar(of: user, epoch),
            ],
            arguments: [epoch.text, id.text, settlement == .refunded ? "1" : "0"].map { Array($0.utf8) },
            onlyOn: epoch.run)
        return reply.array?.first?.text == "DONE"
    }
}

/// Whose place it is and since when: what `open` holds for a turn.
struct OpenPlace {
    let user: ID<User>
    let at: Timestamp

    init(user: ID<User>, at: Timestamp) {
        self.user = user
        self.at = at
    }

    init?(_ text: String) {
        let parts = text.split(separator: " ").compactMap { Int64($0) }
        guard parts.count == 2 else { return nil }
        self.init(user: ID(parts[0]), at: Timestamp(milliseconds: parts[1]))
    }

    var text: String { "\(user) \(at.milliseconds)" }
}
