internal import JSON

extension ErrorBody {
    /// Google's `details[].retryDelay` (`"34.5s"`), and the seconds until the limit of a ChatGPT account resets, or clears. Not negative, at most a
    /// day.
    static func wait(in error: JSONValue) -> Duration? {
        let delay = error["details"]?.array?.lazy.compactMap { $0["retryDelay"]?.text }.first.flatMap(seconds)
        let span = error["resets_in_seconds"]?.double ?? error["clears_in"]?.double
        guard let seconds = delay ?? span, seconds.isFinite else { return nil }
        return .milliseconds(Int(min(max(seconds, 0), 86_400) * 1000))
    }

    private static func seconds(_ text: Text) -> Double? {
        guard text.hasSuffix("s"), text.byteCount <= 32 else { return nil }
        return Double(String(decoding: text.utf8.dropLast(), as: UTF8.self))
    }
}
