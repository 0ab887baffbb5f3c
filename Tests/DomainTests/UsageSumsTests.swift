import Domain
import Testing

/// Which call succeeded, which failed, and which is neither.
@Suite struct UsageSumsTests {
    private func sums(_ status: Message.Status, hasOutput: Bool) -> UsageSums {
        var call = SummedCall(
            at: Timestamp(seconds: 100), by: Payer(ID(1)), in: nil, for: "alpha", on: ID(2), status: status)
        call.firstOutputAt = hasOutput ? Timestamp(milliseconds: 100_010) : nil
        call.endedAt = status == .inProgress ? nil : Timestamp(seconds: 101)
        return UsageSums(of: call)
    }

    @Test(arguments: [
        (Message.Status.finished, true, 1, 0), (.finished, false, 1, 0), (.stopped, true, 1, 0),
        (.stopped, false, 0, 0), (.error, true, 0, 1), (.error, false, 0, 1), (.interrupted, true, 0, 1),
        (.interrupted, false, 0, 1), (.inProgress, true, 0, 0), (.inProgress, false, 0, 0),
    ])
    func `each call is a request, and succeeded, failed or neither`(
        status: Message.Status, hasOutput: Bool, succeeded: Int, failed: Int
    ) {
        let sums = sums(status, hasOutput: hasOutput)
        #expect([sums.requests, sums.succeeded, sums.failed] == [1, succeeded, failed])
        #expect(sums.firstToken.percentile(50) == (hasOutput ? 10 : nil))
        #expect(sums.duration.isEmpty == (succeeded == 0))
    }

    @Test func `what was added can be taken away`() {
        var sum = sums(.finished, hasOutput: true)
        sum += sums(.error, hasOutput: false)
        sum -= sums(.finished, hasOutput: true)
        #expect(sum == sums(.error, hasOutput: false))
    }
}
