import Domain
import TestKit
import Testing

/// Calendars of zones that change their clocks, by an hour or half of one, in the night or at midnight.
@Suite struct ZoneCalendarTests {
    /// A moment, and where the hour, day, week or month that holds it begins and ends; by the time zone database.
    static let examples: [(ZoneCalendar, CalendarSpan, String, from: String, to: String)] = [
        // 23 and 25 hours.
        (.berlin, .day, "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
        (.berlin, .day, "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
        (.newYork, .day, "2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
        (.newYork, .day, "2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
        (.berlin, .week, "2026-03-29T21:59:59Z", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"),
        (.berlin, .month, "2026-10-25T12:00:00Z", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
        // The repeated hour is two.
        (.berlin, .hour, "2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"),
        (.berlin, .hour, "2026-10-25T01:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"),
        // 24.5 and 23.5 hours, and half an hour.
        (.lordHowe, .day, "2026-04-05T00:00:00Z", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z"),
        (.lordHowe, .day, "2026-10-04T00:00:00Z", "2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z"),
        (.lordHowe, .hour, "2026-04-04T14:59:59Z", "2026-04-04T14:00:00Z", "2026-04-04T15:00:00Z"),
        (.lordHowe, .hour, "2026-04-04T15:00:00Z", "2026-04-04T15:00:00Z", "2026-04-04T15:30:00Z"),
        (.lordHowe, .hour, "2026-10-03T15:30:00Z", "2026-10-03T15:30:00Z", "2026-10-03T16:00:00Z"),
        // Around the last hour of Sunday, where Foundation knows no week.
        (.nuuk, .week, "2026-03-30T00:30:00Z", "2026-03-23T02:00:00Z", "2026-03-30T01:00:00Z"),
        (.nuuk, .day, "2026-03-28T12:00:00Z", "2026-03-28T02:00:00Z", "2026-03-29T01:00:00Z"),
        (.nuuk, .day, "2026-10-25T01:30:00Z", "2026-10-24T01:00:00Z", "2026-10-25T02:00:00Z"),
        // A day that begins at one, and one that has midnight twice.
        (.havana, .day, "2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
        (.havana, .day, "2026-11-01T05:30:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
        // Clocks that go back over midnight do not bring the former day back; a day that is left out is none.
        (.gooseBay, .day, "2010-11-07T03:30:00Z", "2010-11-07T03:00:00Z", "2010-11-08T04:00:00Z"),
        (.gooseBay, .day, "2010-11-07T02:59:59Z", "2010-11-06T03:00:00Z", "2010-11-07T03:00:00Z"),
        (.apia, .day, "2011-12-30T09:59:59Z", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"),
        (.apia, .day, "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"),
        (.apia, .week, "2011-12-30T10:00:00Z", "2011-12-26T10:00:00Z", "2012-01-01T10:00:00Z"),
        // Months of 28, 29, 30 and 31 days, and the last week of a year.
        (.kathmandu, .month, "2026-02-10T00:00:00Z", "2026-01-31T18:15:00Z", "2026-02-28T18:15:00Z"),
        (.kathmandu, .month, "2028-02-10T00:00:00Z", "2028-01-31T18:15:00Z", "2028-02-29T18:15:00Z"),
        (.kathmandu, .month, "2026-12-31T18:14:59Z", "2026-11-30T18:15:00Z", "2026-12-31T18:15:00Z"),
        (.kathmandu, .week, "2026-12-31T18:15:00Z", "2026-12-27T18:15:00Z", "2027-01-03T18:15:00Z"),
    ]

    @Test(arguments: examples.indices)
    func `an hour, day, week or month is as long as its zone makes it`(index: Int) {
        let (calendar, span, moment, from, to) = Self.examples[index]
        let bounds = calendar.bounds(of: span, holding: Timestamp(utc: moment))
        #expect(bounds == Timestamp(utc: from)..<Timestamp(utc: to), "\(bounds.lowerBound.iso8601)")
    }

    @Test(arguments: CalendarSpan.allCases, 1...40)
    func `every moment lies in one, and the next begins where it ends`(span: CalendarSpan, seed: UInt64) {
        var random = SplitMix(seed)
        // Clocks that change by anything, at any time, every half a year.
        let offsets = (0..<8).map { _ in Duration.seconds(900 * Int64.random(in: -48...56, using: &random)) }
        let (start, period) = (Timestamp(utc: "2025-01-01T00:00:00Z"), Int64(15_811_200_000))
        let shift = Duration.milliseconds(Int64.random(in: 0..<period, using: &random))
        let calendar = ZoneCalendar { moment in
            offsets[Int(max(0, ((moment - start) + shift).inMilliseconds / period)) % offsets.count]
        }
        for number in 0..<200 {
            // Half of them next to a change.
            let change = start + .milliseconds(period * Int64.random(in: 1...5, using: &random)) - shift
            let near = change + .milliseconds(Int64.random(in: -100_000_000...100_000_000, using: &random))
            let far = start + .milliseconds(Int64.random(in: 0...5 * period, using: &random))
            let moment = number.isMultiple(of: 2) ? near : far
            let bounds = calendar.bounds(of: span, holding: moment)
            #expect(bounds.contains(moment))
            for other in [bounds.lowerBound, bounds.upperBound - .milliseconds(1)] {
                #expect(calendar.bounds(of: span, holding: other) == bounds)
            }
            #expect(calendar.bounds(of: span, holding: bounds.upperBound).lowerBound == bounds.upperBound)
        }
    }

    @Test(arguments: CalendarSpan.allCases, 1...5)
    func `without changes it is the calendar of UTC`(span: CalendarSpan, seed: UInt64) {
        var random = SplitMix(seed)
        for _ in 0..<2000 {
            let moment = Timestamp(milliseconds: Int64.random(in: 0...4_000_000_000_000, using: &random))
            #expect(
                ZoneCalendar.utc.bounds(of: span, holding: moment) == UTCCalendar().bounds(of: span, holding: moment))
        }
    }
}
