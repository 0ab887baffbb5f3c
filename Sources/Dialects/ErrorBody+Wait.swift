internal import JSON

extension ErrorBody {
    /// Google's `details[].retryDelay` (`"34.5s"`), and the seconds until the limit of a ChatGPT account resets. Not negative, at most a
    /// day.
    static func wait(in error: JSONValue) -> Duration? {
        let delay = error["details"]?.array?.lazy.compactMap { $0["retryDelay"]?.text }.first.flatMap(seconds)
        guard let seconds = delay ?? error["resets_in_seconds"]?.double, seconds.isFinite else { return nil }
        return .milliseconds(Int(min(max(seconds, 0), 86_400) * 1000))
    }

    private static func seconds(_ text: Text) -> Double? {
        guard text.hasSuffix("s"), text.byteCount <= 32 else { return nil }
        return Double(String(decoding: text.utf8.dropLast(), as: UTF8.self))
    }
}
