import Domain
import Foundation

extension ZoneCalendar {
    /// Foundation knows when a zone changes its clocks; its own intervals of a calendar overlap or are missing around some changes
    /// (an hour in Australia/Lord_Howe, a week in America/Nuuk).
    init(_ zone: TimeZone) {
        self.init { moment in
            .seconds(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)))
        }
    }
}
