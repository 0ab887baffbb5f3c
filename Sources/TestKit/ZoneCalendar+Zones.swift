public import Domain
import Foundation

/// Zones with their changes of clocks, by the time zone database of 2026.
extension ZoneCalendar {
    /// Days of 23 and 25 hours.
    public static let berlin = ZoneCalendar(
        60, [("2026-03-29T01:00:00Z", 120), ("2026-10-25T01:00:00Z", 60)])
    public static let newYork = ZoneCalendar(
        -300, [("2026-03-08T07:00:00Z", -240), ("2026-11-01T06:00:00Z", -300)])
    /// Changes by half an hour.
    public static let lordHowe = ZoneCalendar(
        660, [("2026-04-04T15:00:00Z", 630), ("2026-10-03T15:30:00Z", 660)])
    /// Changes on Saturday, an hour before midnight and back to that.
    public static let nuuk = ZoneCalendar(
        -120, [("2026-03-29T01:00:00Z", -60), ("2026-10-25T01:00:00Z", -120)])
    /// Changes at midnight: a day begins at one, another one has midnight twice.
    public static let havana = ZoneCalendar(
        -300, [("2026-03-08T05:00:00Z", -240), ("2026-11-01T05:00:00Z", -300)])
    /// Set back from a minute after midnight to the day before (2010).
    public static let gooseBay = ZoneCalendar(-180, [("2010-11-07T03:01:00Z", -240)])
    /// Had no 2011-12-30.
    public static let apia = ZoneCalendar(-600, [("2011-12-30T10:00:00Z", 840)])
    public static let kathmandu = ZoneCalendar(345, [])
    public static let utc = ZoneCalendar(0, [])

    /// So many minutes ahead of UTC, and from each of those moments so many others.
    private init(_ minutes: Int, _ changes: [(String, Int)]) {
        let changes = changes.map { (Timestamp(utc: $0), $1) }
        self.init { moment in .seconds(60 * (changes.last { $0.0 <= moment }?.1 ?? minutes)) }
    }
}

extension Timestamp {
    /// `2026-03-29T01:00:00Z`. Traps when it is none.
    public init(utc text: String) {
        guard let date = try? Date(text, strategy: .iso8601) else { preconditionFailure("no moment: \(text)") }
        self.init(seconds: Int64(date.timeIntervalSince1970))
    }
}
