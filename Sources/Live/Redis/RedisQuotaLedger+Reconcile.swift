internal import Database
public import Domain

extension RedisQuotaLedger {
    /// Longer than a store takes to answer or fail: a reservation that is not stored by then never will be, as a rule. One that
    /// is, after all, is taken again before anybody is asked, or refused.
    static let patience = Duration.seconds(15)

    /// How often to `reconcile`. With `patience`, the longest that a counter stands above the ledger when every process was
    /// killed at once: less than half a minute.
    public static let reconcileInterval = Duration.seconds(10)

    /// Ends the reservations whose end never arrived, by what the SQL ledger says of them; one that it does not know
    /// after `patience` is given back. By any number of processes.
    public func reconcile() async throws(ChatError) {
        let epoch = try await epochs.current()
        do throws(RedisError) {
            let limit = try await client.now(or: time) - Self.patience
            var cursor = "0"
            repeat {
                let (next, places) = try await open(epoch, from: cursor)
                try await reconcile(places.filter { $0.value.at <= limit }.map(\.key))
                cursor = next
            } while cursor != "0"
            try await tidy(epoch)
        } catch {
            throw Self.unavailable
        }
    }

    private func reconcile(_ turns: [Key<Charge>]) async throws(RedisError) {
        guard !turns.isEmpty else { return }
        // A ledger that cannot be asked decides nothing; the next round will.
        guard let standings = try? await archive.standings(of: turns) else { return }
        for turn in turns {
            switch standings[turn]?.state {
            case .reserved: continue
            case .committed: await commit(turn, standings[turn]!.total)
            case .refunded, nil: await refund(turn)
            }
        }
    }

    private func open(_ epoch: QuotaEpoch, from cursor: String)
        async throws(RedisError) -> (cursor: String, [Key<Charge>: QuotaEntry])
    {
        let scan = ["HSCAN", keys.open(epoch), cursor, "COUNT", "200"].map { Array($0.utf8) }
        let reply = try await client.pipeline([scan], onlyOn: epoch.run)[0].orThrow().array ?? []
        guard reply.count == 2, let next = reply[0].text, let pairs = reply[1].array else { throw .malformed }
        var places: [Key<Charge>: QuotaEntry] = [:]
        for index in stride(from: 0, to: pairs.count - 1, by: 2) {
            guard let turn = pairs[index].text.flatMap({ Key<Charge>($0) }) else { continue }
            places[turn] = pairs[index + 1].text.flatMap { QuotaEntry($0) }
        }
        return (next, places)
    }

    /// Counters of former epochs would last for up to a month.
    private func tidy(_ epoch: QuotaEpoch) async throws(RedisError) {
        guard epochs.mustTidy(epoch) else { return }
        var cursor = "0"
        repeat {
            let scan = ["SCAN", cursor, "MATCH", keys.everyCounter, "COUNT", "1000"]
            // Asked after the scan: while nobody rebuilds, what belongs to no epoch is of no use.
            let look = [scan, ["GET", keys.lock], ["GET", keys.epoch]].map { $0.map { Array($0.utf8) } }
            let replies = try await client.pipeline(look, onlyOn: epoch.run)
            guard replies[1].isNull, replies[2].text == epoch.text else { return }
            guard let parts = replies[0].array, parts.count == 2, let next = parts[0].text else { throw .malformed }
            let old = (parts[1].array ?? []).compactMap(\.text).filter { !keys.isCounter($0, of: epoch) }
            if !old.isEmpty {
                _ = try await client.pipeline([(["UNLINK"] + old).map { Array($0.utf8) }], onlyOn: epoch.run)
            }
            cursor = next
        } while cursor != "0"
        epochs.isTidy(epoch)
    }
}
