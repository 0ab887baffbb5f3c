internal import Domain
import Glibc
internal import JSON
internal import Wire

/// How long a refusal asks to be left alone (RFC 9110, §10.2.3, and the finer `retry-after-ms` of some upstreams).
enum RetryAfter {
    /// Not negative, at most a day; nil when nothing readable is said.
    static func read(_ headers: Headers) -> Duration? {
        if let milliseconds = headers["retry-after-ms"].flatMap(number) { return span(milliseconds / 1000) }
        guard let text = headers["retry-after"] else { return nil }
        if let seconds = number(text) { return span(seconds) }
        guard let moment = unixSeconds(text) else { return nil }
        // The upstream's own clock, if it shows it: ours may differ.
        let now = headers["date"].flatMap(unixSeconds) ?? Int(time(nil))
        return span(Double(moment - now))
    }

    private static func number(_ text: Text) -> Double? { text.byteCount <= 32 ? Double(text.string) : nil }

    private static func span(_ seconds: Double) -> Duration? {
        guard seconds.isFinite else { return nil }
        return .milliseconds(Int(min(max(seconds, 0), 86_400) * 1000))
    }

    /// An IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func unixSeconds(_ text: Text) -> Int? {
        let words = text.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ":") }.map { Text(Substring($0)) }
        guard words.count == 8, words[7] == "GMT", let month = months.firstIndex(of: words[2]) else {
            return nil
        }
        let numbers = [words[1], words[3], words[4], words[5], words[6]].compactMap {
            $0.integer.flatMap(Int32.init(exactly:))
        }
        guard numbers.count == 5, (1970...9999).contains(numbers[1]) else { return nil }
        var date = tm()
        date.tm_mday = numbers[0]
        date.tm_mon = Int32(month)
        date.tm_year = numbers[1] - 1900
        date.tm_hour = numbers[2]
        date.tm_min = numbers[3]
        date.tm_sec = numbers[4]
        return timegm(&date)
    }

    private static let months: [Text] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension Timestamp {
    /// By the machine's clock: what upstreams say of moments is about the real time.
    static var machine: Timestamp { Timestamp(seconds: Int64(time(nil))) }
}
