extension Timestamp {
    /// A moment as RFC 3339 writes it: `2026-03-11T12:00:00.25Z`, `2026-03-11T20:00:00+08:00`. Nil for anything else.
    public init?(iso text: String) {
        let bytes = Array(text.utf8)
        guard (20...40).contains(bytes.count), [10, 13, 16].map({ bytes[$0] }).elementsEqual("T::".utf8),
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-")
        else { return nil }
        let places = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19]
        let numbers = places.compactMap { Self.number(bytes[$0]) }
        guard numbers.count == 6, (1970...9999).contains(numbers[0]), (1...12).contains(numbers[1]),
            (1...31).contains(numbers[2]), numbers[3] < 24, numbers[4] < 60, numbers[5] <= 60
        else { return nil }
        var rest = bytes[19...]
        var thousandths: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (48...57).contains($0) }
            guard let first = Self.number((digits + [48, 48]).prefix(3)) else { return nil }
            thousandths = first
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let zone = Self.zone(rest) else { return nil }
        let days = Self.day(numbers[0], numbers[1], numbers[2])
        let seconds = days * 86_400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5] - zone
        self.init(milliseconds: seconds * 1000 + thousandths)
    }

    /// The first moment of a day in UTC; nil where the calendar has no such day, and before 1970.
    init?(year: Int64, month: Int64, day: Int64) {
        guard (1970...9999).contains(year), (1...12).contains(month) else { return nil }
        let (start, next) = (
            Self.day(year, month, 1), month == 12 ? Self.day(year + 1, 1, 1) : Self.day(year, month + 1, 1)
        )
        guard (1...next - start).contains(day) else { return nil }
        self.init(seconds: (start + day - 1) * 86_400)
    }

    /// Seconds east of Greenwich.
    private static func zone(_ text: ArraySlice<UInt8>) -> Int64? {
        if text.elementsEqual("Z".utf8) || text.elementsEqual("z".utf8) { return 0 }
        let bytes = Array(text)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3]),
            let minutes = number(bytes[4..<6]), hours < 24, minutes < 60
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }

    private static func number(_ digits: some Sequence<UInt8>) -> Int64? {
        var number: Int64 = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - 48)
        }
        return number
    }

    /// Days from 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
    private static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
