public import Domain
public import JSON
public import Wire

/// How much of a ChatGPT account is used (codex.md §2.3): in the head of every answer, as an event in it, and at an address of its own.
extension Codex {
    /// In the head of an answer: `x-codex-primary-used-percent` and what belongs to it, for `codex` and any other name of a limit.
    public static func windows(in headers: Headers) -> [UsageWindow] {
        var windows: [UsageWindow] = []
        for field in headers.fields where windows.count < mostWindows {
            let name = field.name.asciiLowercased
            guard name.hasPrefix("x-"), name.hasSuffix("-used-percent"), let percent = percentage(field.value) else {
                continue
            }
            let base = Text(Substring(name.utf8.dropLast("-used-percent".utf8.count)))
            func number(_ part: Text) -> Int64? { headers["\(base)-\(part)"]?.integer.map(Int64.init) }
            let family = label(of: base, in: headers)
            windows.append(
                UsageWindow(
                    Self.name(family, minutes: number("window-minutes"), isSecond: base.hasSuffix("-secondary")),
                    usedPercent: percent, resetsAt: number("reset-at").flatMap(moment),
                    resetsIn: number("reset-after-seconds").flatMap(span),
                    isReached: headers["x-codex-credits-unlimited"]?.asciiLowercased == "true" ? false : nil))
        }
        return windows
    }

    /// An event `codex.rate_limits`, or the answer of `wham/usage`.
    public static func windows(in json: JSONValue) -> [UsageWindow] {
        let own = json["rate_limit"] ?? json["rate_limits"]
        let family = json["metered_limit_name"]?.text ?? ""
        var windows = own.map { Self.windows(of: $0, family) } ?? []
        for other in json["additional_rate_limits"]?.array ?? [] {
            let name = other["limit_name"]?.text ?? other["metered_feature"]?.text ?? ""
            windows += Self.windows(of: other["rate_limit"] ?? other, name).map { window in
                // Nothing but what it is about rests.
                var window = window
                window.isReached = false
                return window
            }
        }
        return Array(windows.prefix(mostWindows))
    }

    private static let mostWindows = 8

    private static func windows(of limit: JSONValue, _ family: Text) -> [UsageWindow] {
        let isStopped = limit["limit_reached"]?.bool == true || limit["allowed"]?.bool == false
        let isKnown = limit["limit_reached"]?.bool != nil || limit["allowed"]?.bool != nil
        let places: [(Text, Bool)] = [
            ("primary", false), ("primary_window", false), ("secondary", true), ("secondary_window", true),
        ]
        var windows = places.compactMap { place, isSecond -> UsageWindow? in
            guard let window = limit[place]?.ifObject, let percent = window["used_percent"]?.double else { return nil }
            let minutes = window["window_minutes"]?.integer ?? window["limit_window_seconds"]?.integer.map { $0 / 60 }
            return UsageWindow(
                name(family, minutes: minutes, isSecond: isSecond), usedPercent: min(max(percent, 0), 1000),
                resetsAt: (window["reset_at"] ?? window["resets_at"])?.integer.flatMap(moment),
                resetsIn: (window["reset_after_seconds"] ?? window["resets_in_seconds"])?.integer.flatMap(span),
                isReached: isKnown ? isStopped && percent >= 100 : nil)
        }
        // It says that something is used up and not which: the fullest is.
        if isStopped, !windows.contains(where: { $0.isReached == true }),
            let fullest = windows.indices.max(by: { windows[$0].usedPercent < windows[$1].usedPercent })
        {
            windows[fullest].isReached = true
        }
        return windows
    }

    private static func label(of base: Text, in headers: Headers) -> Text {
        let bytes = Array(base.utf8.dropFirst(2))
        let end = bytes.lastIndex(of: UInt8(ascii: "-")) ?? bytes.count
        let family = Text(decoding: bytes[..<end])
        if family == "codex" { return "" }
        return headers["x-\(family)-limit-name"] ?? family
    }

    private static func name(_ family: Text, minutes: Int64?, isSecond: Bool) -> String {
        let length = minutes.map(UsageWindow.name(ofMinutes:)) ?? (isSecond ? "secondary" : "primary")
        let shown = Text(decoding: family.utf8.prefix(64).filter { (0x20...0x7E).contains($0) }).trimmed
        return shown.isEmpty ? length : "\(shown) \(length)"
    }

    private static func percentage(_ text: Text) -> Double? {
        guard text.byteCount <= 32, let number = Double(text.string), number.isFinite else { return nil }
        return min(max(number, 0), 1000)
    }

    private static func moment(_ seconds: Int64) -> Timestamp? {
        (1...253_402_300_799).contains(seconds) ? Timestamp(seconds: seconds) : nil
    }

    private static func span(_ seconds: Int64) -> Duration? {
        (0...31_622_400).contains(seconds) ? .seconds(seconds) : nil
    }
}
