/// Brings what is on its way to where it leads, and tries again where a channel does not take it. In one process for all.
public struct AlertOutbox: Sendable {
    private let store: any AlertStore
    private let sender: any AlertSender
    private let clock: any WallClock

    /// So many are under way at once.
    private static let mostAtOnce = 16

    public init(store: any AlertStore, sender: any AlertSender, clock: any WallClock) {
        self.store = store
        self.sender = sender
        self.clock = clock
    }

    /// Tries those whose time has come, each once. What a process that dies has sent and not noted is sent again: it has the same id.
    /// Returns how many failed.
    @discardableResult
    public func round() async throws(ChatError) -> Int {
        let due = try await store.due(at: clock.now, atMost: Self.mostAtOnce)
        guard !due.isEmpty else { return 0 }
        let channels = Dictionary(try await store.channels().map { ($0.id, $0) }) { $1 }
        let results = await withTaskGroup { group in
            for delivery in due { group.addTask { await attempt(delivery, through: channels[delivery.channel]) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        // Cut short by the end of the process, which says nothing of the channel.
        guard !Task.isCancelled else { return 0 }
        for delivery in results { try await store.save(delivery) }
        return results.count { $0.state != .delivered }
    }

    private func attempt(_ delivery: AlertDelivery, through channel: AlertChannel?) async -> AlertDelivery {
        var delivery = delivery
        guard let channel, channel.isEnabled else {
            delivery.note(AlertFailure(.switchedOff, isFinal: true), at: clock.now)
            return delivery
        }
        do throws(AlertFailure) {
            try await sender.send(delivery.notice, through: channel)
            delivery.note(nil, at: clock.now)
        } catch {
            delivery.note(error, at: clock.now)
        }
        return delivery
    }
}
