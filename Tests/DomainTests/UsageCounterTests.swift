import Domain
import Testing

/// What the sums of calls add up, and take away again.
@Suite struct UsageCounterTests {
    /// Of which every counter is another number.
    private func call(_ status: Message.Status = .finished, times factor: Int = 1) -> SummedCall {
        var call = SummedCall(
            at: Timestamp(seconds: 100), by: Payer(ID(1)), in: nil, for: "alpha", on: ID(2), status: status)
        (call.promptTokens, call.completionTokens) = (3 * factor, 50 * factor)
        (call.cachedTokens, call.cost) = (700 * factor, 11_000 * factor)
        call.firstOutputAt = Timestamp(milliseconds: 100_020)
        call.endedAt = Timestamp(milliseconds: 103_000)
        return call
    }

    private func counters(_ sums: UsageSums) -> [Int] {
        [
            sums.requests, sums.succeeded, sums.failed, sums.promptTokens, sums.completionTokens, sums.cachedTokens,
            sums.cost,
        ]
    }

    @Test func `each counter is added to its own, and taken from its own`() {
        var sum = UsageSums(of: call())
        #expect(counters(sum) == [1, 1, 0, 3, 50, 700, 11_000])
        sum += UsageSums(of: call(.error, times: 2))
        #expect(counters(sum) == [2, 1, 1, 9, 150, 2100, 33_000])
        sum -= UsageSums(of: call())
        #expect(counters(sum) == [1, 0, 1, 6, 100, 1400, 22_000])
        sum -= UsageSums(of: call(.error, times: 2))
        #expect(sum == UsageSums())
    }

    @Test func `times are from the reservation on, the whole of it for what succeeded alone`() throws {
        var sum = UsageSums(of: call())
        let (first, whole) = (try #require(sum.firstToken.percentile(50)), try #require(sum.duration.percentile(50)))
        #expect((19...22).contains(first) && (2800...3200).contains(whole))
        sum += UsageSums(of: call(.error))
        var alone = UsageSums(of: call())
        alone -= UsageSums(of: call())
        #expect(sum.duration == UsageSums(of: call()).duration && alone.firstToken.isEmpty)
        // Both have had a first word.
        #expect(sum.firstToken != UsageSums(of: call()).firstToken)
    }
}
