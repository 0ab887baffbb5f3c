internal import Domain

/// What was taken in the last so long, in buckets that leave together.
struct RollingCount {
    /// In milliseconds, as everything here: a `Duration` costs a division by 10¹⁸ whenever it is added.
    private let span: Int64
    private let resolution: Int64
    /// In the order of time; those before `first` have left.
    private var buckets: [Bucket] = []
    private var first = 0
    private(set) var count = 0

    private struct Bucket {
        /// When it begins.
        let start: Int64
        var amount: Int
    }

    init(_ span: Duration, resolution: Int64) {
        self.span = span.inMilliseconds
        self.resolution = resolution
    }

    mutating func add(_ amount: Int, at moment: Timestamp, now: Timestamp) {
        let start = start(of: moment)
        guard leaves(start) > now else { return }
        var index = buckets.count
        while index > first, buckets[index - 1].start > start { index -= 1 }
        if index > first, buckets[index - 1].start == start {
            buckets[index - 1].amount += amount
            count += amount
            if buckets[index - 1].amount == 0 { buckets.remove(at: index - 1) }
        } else if amount > 0 {
            buckets.insert(Bucket(start: start, amount: amount), at: index)
            count += amount
        }
    }

    mutating func forget(at now: Timestamp) {
        while first < buckets.count, leaves(buckets[first].start) <= now {
            count -= buckets[first].amount
            first += 1
        }
        guard first > 256, first > buckets.count / 2 else { return }
        buckets.removeFirst(first)
        first = 0
    }

    /// When `cost` more has room under `amount`: as soon as the oldest that stand in the way have left. While it has, when the next
    /// one leaves; nil when none is there, or none would help.
    func frees(_ cost: Int, under amount: Int) -> Timestamp? {
        var left = count
        for bucket in buckets[first...] {
            left -= bucket.amount
            if left + cost <= amount { return leaves(bucket.start) }
        }
        return nil
    }

    private func start(of moment: Timestamp) -> Int64 { moment.milliseconds / resolution * resolution }

    /// With its last moment.
    private func leaves(_ start: Int64) -> Timestamp { Timestamp(milliseconds: start + resolution - 1 + span) }
}
