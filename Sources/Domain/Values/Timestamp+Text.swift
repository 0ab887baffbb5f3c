public import JSON

extension Timestamp {
    /// Unix seconds with their thousandths: `1773230400.250`.
    public var unixTime: JSONValue {
        let (seconds, thousandths) = parts
        return .number("\(seconds).\(Self.padded(thousandths, to: 3))")
    }

    /// UTC, ISO 8601 with thousandths: `2026-03-11T12:00:00.250Z`.
    public var iso8601: String {
        let (seconds, thousandths) = parts
        let day = seconds / 86_400
        let time = seconds % 86_400
        let (year, month, dayOfMonth) = Self.civil(day)
        let date = "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(dayOfMonth, to: 2))"
        let clock = [time / 3600, time / 60 % 60, time % 60].map { Self.padded($0, to: 2) }.joined(separator: ":")
        return "\(date)T\(clock).\(Self.padded(thousandths, to: 3))Z"
    }

    /// Nothing here is older than 1970.
    private var parts: (seconds: Int64, thousandths: Int64) {
        let milliseconds = max(0, self.milliseconds)
        return (milliseconds / 1000, milliseconds % 1000)
    }

    /// The date of a day counted from 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
    private static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func padded(_ number: Int64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
