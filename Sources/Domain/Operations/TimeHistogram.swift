/// How often something took how long: a few dozen counters that are added up in any order, and from which percentiles are read.
///
/// Its buckets grow with the time: eight to each doubling, one a millisecond below 16. A percentile is the middle of its bucket, so it is
/// off by 6.25 % at most. What takes longer than 198 days counts as that.
public struct TimeHistogram: Sendable, Equatable {
    private var counts: [UInt8: Int] = [:]

    public init() {}

    public init(_ milliseconds: Int64) { counts[Self.bucket(of: milliseconds)] = 1 }

    public var isEmpty: Bool { counts.isEmpty }

    public static func += (left: inout Self, right: Self) {
        for (bucket, count) in right.counts { left.change(bucket, by: count) }
    }

    /// What was added before.
    public static func -= (left: inout Self, right: Self) {
        for (bucket, count) in right.counts { left.change(bucket, by: -count) }
    }

    private mutating func change(_ bucket: UInt8, by count: Int) {
        let sum = (counts[bucket] ?? 0) + count
        counts[bucket] = sum > 0 ? sum : nil
    }

    /// Milliseconds that `share` percent took at most (nearest rank); nil where nothing was measured.
    public func percentile(_ share: Int) -> Int64? {
        let total = counts.values.reduce(0, +)
        guard total > 0 else { return nil }
        let rank = max(1, (total * share + 99) / 100)
        var seen = 0
        for bucket in counts.keys.sorted() {
            seen += counts[bucket] ?? 0
            if seen >= rank { return Self.middle(of: bucket) }
        }
        return nil
    }
}

// MARK: Buckets

extension TimeHistogram {
    /// A time before its beginning, as clocks of two processes may show, took none.
    private static func bucket(of milliseconds: Int64) -> UInt8 {
        guard milliseconds >= 16 else { return UInt8(max(0, milliseconds)) }
        let exponent = 63 - milliseconds.leadingZeroBitCount
        let part = Int(milliseconds >> (exponent - 3)) & 7
        return UInt8(min(255, 16 + (exponent - 4) * 8 + part))
    }

    private static func middle(of bucket: UInt8) -> Int64 {
        guard bucket >= 16 else { return Int64(bucket) }
        let (doublings, part) = Int(bucket - 16).quotientAndRemainder(dividingBy: 8)
        let width = Int64(1) << (doublings + 1)
        return Int64(8 + part) * width + width / 2
    }
}

// MARK: As bytes

extension TimeHistogram {
    /// For each bucket its number and its counter: seven bits a byte, the lowest first, the eighth says that more follow.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for bucket in counts.keys.sorted() {
            bytes.append(bucket)
            var rest = counts[bucket] ?? 0
            while rest > 127 {
                bytes.append(UInt8(rest & 127) | 128)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        return bytes
    }

    /// Bytes that are none of ours end it where they go wrong.
    public mutating func add(_ bytes: [UInt8]) {
        var place = 0
        while place < bytes.count {
            let bucket = bytes[place]
            var (count, shift, isWhole) = (0, 0, false)
            place += 1
            while place < bytes.count, shift < 56, !isWhole {
                count |= Int(bytes[place] & 127) << shift
                isWhole = bytes[place] < 128
                (place, shift) = (place + 1, shift + 7)
            }
            guard isWhole else { return }
            change(bucket, by: count)
        }
    }
}
