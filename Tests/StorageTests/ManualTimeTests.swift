import Domain
import TestKit
import Testing

/// The clock and the calendar that other tests stand on.
@Suite struct ManualTimeTests {
    @Test func `sleepers wake when the clock reaches their moment`() async {
        let clock = ManualClock()
        let start = clock.now
        async let long: Void = clock.sleep(.seconds(10))
        async let short: Timestamp = {
            await clock.sleep(.seconds(5))
            return clock.now
        }()
        await clock.sleepers(2)
        clock.advance(by: .seconds(5))
        #expect(await short == start + .seconds(5))
        clock.advance(by: .seconds(5))
        await long
    }

    @Test func `a cancelled sleeper wakes at once`() async {
        let clock = ManualClock()
        for round in 0..<20 {
            let sleeper = Task { await clock.sleep(.seconds(10)) }
            if round % 2 == 0 { await clock.sleepers(1) }
            sleeper.cancel()
            await sleeper.value
        }
    }

    /// Seconds of a moment, and of the bounds that hold it, as `date -u` tells them.
    @Test(
        arguments: [
            (CalendarSpan.day, 1_773_230_400, 1_773_187_200, 1_773_273_600),
            (.week, 1_773_230_400, 1_773_014_400, 1_773_619_200),
            (.month, 1_773_230_400, 1_772_323_200, 1_775_001_600),
            (.month, 1_835_395_200, 1_832_976_000, 1_835_481_600),
            (.month, 1_798_761_599, 1_796_083_200, 1_798_761_600),
            (.month, 951_782_400, 949_363_200, 951_868_800),
            (.week, 0, -259_200, 345_600),
            (.month, -1, -2_678_400, 0),
        ] as [(CalendarSpan, Int64, Int64, Int64)])
    func `the calendar of UTC`(span: CalendarSpan, moment: Int64, from: Int64, to: Int64) {
        let bounds = UTCCalendar().bounds(of: span, holding: Timestamp(seconds: moment))
        #expect(bounds == Timestamp(seconds: from)..<Timestamp(seconds: to))
    }
}
