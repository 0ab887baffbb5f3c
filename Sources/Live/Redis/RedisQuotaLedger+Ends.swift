internal import Database
internal import Domain
import Synchronization
internal import Transport

/// Ends of reservations that Redis has not been told yet.
struct UndeliveredEnds {
    var ends: [Key<Charge>: PlaceEnd] = [:]
    var isRetrying = false

    /// What is forgotten beyond this, `reconcile` finds in the SQL ledger.
    static let most = 10_000
}

/// How a place ends, with what it came to as far as that is known.
enum PlaceEnd {
    case committed(QuotaTotal)
    /// Not yet, but no more is held for it.
    case open(QuotaTotal)
    case refunded
}

extension RedisQuotaLedger {
    /// For metrics: how many ends wait until Redis is back.
    public var undeliveredCount: Int { undelivered.withLock { $0.ends.count } }

    func end(_ id: Key<Charge>, _ end: PlaceEnd) async {
        do { try await deliver(end, for: id) } catch { keep(end, for: id) }
    }

    /// Tries again until it is delivered.
    func keep(_ end: PlaceEnd, for id: Key<Charge>) {
        let mustStart = undelivered.withLock { undelivered in
            guard undelivered.ends.count < UndeliveredEnds.most || undelivered.ends[id] != nil else { return false }
            undelivered.ends[id] = end
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
        for (id, end) in undelivered.withLock({ $0.ends }) {
            guard (try? await deliver(end, for: id)) != nil else { return false }
            undelivered.withLock { $0.ends[id] = nil }
        }
        return undelivered.withLock { undelivered in
            undelivered.isRetrying = !undelivered.ends.isEmpty
            return !undelivered.isRetrying
        }
    }

    private func deliver(_ end: PlaceEnd, for id: Key<Charge>) async throws(ChatError) {
        for _ in 0..<6 {
            let epoch = try await epochs.current()
            do throws(RedisError) {
                if try await deliver(end, for: id, in: epoch) { return }
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
    private func deliver(_ end: PlaceEnd, for id: Key<Charge>, in epoch: QuotaEpoch) async throws(RedisError) -> Bool {
        let (mode, total): (String, QuotaTotal) =
            switch end {
            case .committed(let total): ("0", total)
            case .refunded: ("1", QuotaTotal())
            case .open(let total): ("2", total)
            }
        var words = RedisWords()
        for key in [
            keys.epoch, keys.open(epoch), keys.record(of: id, epoch), keys.kept(epoch), keys.keptAt(epoch), keys.clock,
        ] {
            words.add(key)
        }
        words.add(epoch.text)
        if let time { words.add(time.now.milliseconds) } else { words.add("") }
        words.add(id.text)
        words.add(mode)
        for count in [total.tokens, total.money] {
            if let count { words.add(Int64(count)) } else { words.add("") }
        }
        words.add(keys.subjects(epoch))
        let reply = try await client.run(QuotaScripts.settle, keys: 6, words, onlyOn: epoch.run)
        return reply.array?.first?.text == "DONE"
    }
}
