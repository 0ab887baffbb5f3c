internal import Domain

/// What one member took: every reservation of the last hour, and a number for each calendar window.
struct MemberCounts {
    private var lastHour: [(id: Key<Charge>, at: Timestamp)] = []
    private var buckets: [CalendarSpan: Bucket] = [:]

    private struct Bucket {
        let bounds: Range<Timestamp>
        var count: Int
    }

    mutating func take(
        _ id: Key<Charge>, reservedAt moment: Timestamp, now: Timestamp, windows: [CalendarSpan: Range<Timestamp>]
    ) {
        if now < moment + QuotaWindow.rollingSpan { insert(id, moment) }
        for (span, bounds) in windows where bounds.contains(moment) {
            if buckets[span]?.bounds != bounds { buckets[span] = Bucket(bounds: bounds, count: 0) }
            buckets[span]!.count += 1
        }
    }

    mutating func giveBack(_ id: Key<Charge>, reservedAt moment: Timestamp) {
        if let index = lastHour.lastIndex(where: { $0.id == id }) { lastHour.remove(at: index) }
        for (span, bucket) in buckets where bucket.bounds.contains(moment) { buckets[span]!.count -= 1 }
    }

    mutating func forget(before now: Timestamp) {
        let old = lastHour.prefix { $0.at + QuotaWindow.rollingSpan <= now }.count
        if old > 0 { lastHour.removeFirst(old) }
    }

    func count(_ span: CalendarSpan, at now: Timestamp) -> Int {
        guard let bucket = buckets[span], bucket.bounds.contains(now) else { return 0 }
        return bucket.count
    }

    /// After `forget(before:)`. The next place comes free when the oldest reservation that stands in the way leaves.
    func rollingUsage(_ limit: Limit) -> WindowUsage {
        let used = lastHour.count
        let blocking = max(0, used - limit.amount)
        let next = blocking < used ? lastHour[blocking].at + QuotaWindow.rollingSpan : nil
        return WindowUsage(of: limit, used: used, resetsAt: next)
    }

    /// In the order of time; what is restored may come in any order.
    private mutating func insert(_ id: Key<Charge>, _ moment: Timestamp) {
        let index = lastHour.lastIndex { $0.at <= moment }.map { $0 + 1 } ?? 0
        lastHour.insert((id, moment), at: index)
    }
}
