import Domain
import TestKit
import Testing

/// Times as counters: small, added up in any order, off by little.
@Suite struct TimeHistogramTests {
    @Test func `a percentile is off by 6_25 percent at most, from a millisecond to months`() {
        for time in Array(0...4096) + (12...33).flatMap({ power in [-1, 0, 1, 77].map { (1 << power) + $0 } }) {
            let found = TimeHistogram(Int64(time)).percentile(50) ?? -1
            #expect(abs(Double(found) - Double(time)) <= Double(time) * 0.0625, "\(time) became \(found)")
        }
    }

    @Test func `percentiles of many times are those of the times themselves, but for the error of one`() {
        var random = SplitMix(7)
        for count in [1, 2, 3, 19, 20, 21, 100, 1000] {
            let times = (0..<count).map { _ in
                Int64.random(in: 0...(1 << Int64.random(in: 0...20, using: &random)), using: &random)
            }
            var histogram = TimeHistogram()
            for time in times { histogram += TimeHistogram(time) }
            let sorted = times.sorted()
            for share in [1, 50, 95, 99, 100] {
                let exact = sorted[max(1, (count * share + 99) / 100) - 1]
                let found = histogram.percentile(share) ?? -1
                #expect(abs(Double(found - exact)) <= Double(exact) * 0.0625, "\(share) of \(count)")
            }
        }
    }

    @Test func `nothing measured has no percentile, and odd times count as the nearest there is`() {
        #expect(TimeHistogram().percentile(50) == nil && TimeHistogram().isEmpty)
        #expect(TimeHistogram(-5).percentile(50) == 0)
        #expect(TimeHistogram(.max).percentile(50).map { $0 > 170 * 86_400_000 } == true)
    }

    @Test func `sums are the same in any order and grouping, and what was added can be taken away`() {
        var random = SplitMix(3)
        let parts = (0..<50).map { _ in TimeHistogram(Int64.random(in: 0...100_000, using: &random)) }
        let whole = parts.reduce(into: TimeHistogram()) { $0 += $1 }
        let halves = [parts[..<20], parts[20...]].map { $0.shuffled().reduce(into: TimeHistogram()) { $0 += $1 } }
        #expect(halves.reversed().reduce(into: TimeHistogram()) { $0 += $1 } == whole)
        var rest = whole
        for part in parts.dropFirst() { rest -= part }
        #expect(rest == parts[0] && !rest.isEmpty)
        rest -= parts[0]
        #expect(rest.isEmpty)
    }

    @Test func `bytes hold all of it, are added to what is there, and end where they go wrong`() {
        var histogram = TimeHistogram()
        for (time, count) in [(3, 1), (500, 127), (501, 1), (70_000, 40_000)] {
            for _ in 0..<count { histogram += TimeHistogram(Int64(time)) }
        }
        #expect(histogram.bytes.count <= 12)
        var read = TimeHistogram()
        read.add(histogram.bytes)
        #expect(read == histogram)
        read.add(histogram.bytes)
        var twice = histogram
        twice += histogram
        #expect(read == twice)
        var broken = TimeHistogram()
        broken.add([3, 1, 9, 200])
        #expect(broken == TimeHistogram(3))
        broken.add([9])
        broken.add([9] + Array(repeating: 255, count: 40))
        #expect(broken == TimeHistogram(3))
    }
}
