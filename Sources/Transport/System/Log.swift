import Glibc

/// Writes one line for each event to standard error: `time level message key=value …`.
///
/// Messages and keys are constants of the source, values are numbers, constants, identifiers or escaped diagnostics:
/// there is no way to log what a person wrote without saying so.
public struct Log: Sendable {
    public enum Level: Int, Sendable, Comparable, CaseIterable {
        case debug, info, warn, error

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

        /// Nil for any other name than those of the cases.
        public init?(named name: String) {
            guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = level
        }

        public var name: String { "\(self)" }
    }

    private let level: Level
    private let sink: @Sendable ([UInt8]) -> Void

    /// Drops what is below `level`. `sink` gets each finished line, with its line feed.
    public init(level: Level = .info, sink: @escaping @Sendable ([UInt8]) -> Void = Log.writeToStandardError) {
        self.level = level
        self.sink = sink
    }

    public func debug(_ message: StaticString, _ fields: Field...) { write(.debug, message, fields) }
    public func info(_ message: StaticString, _ fields: Field...) { write(.info, message, fields) }
    public func warn(_ message: StaticString, _ fields: Field...) { write(.warn, message, fields) }
    public func error(_ message: StaticString, _ fields: Field...) { write(.error, message, fields) }

    private func write(_ level: Level, _ message: StaticString, _ fields: [Field]) {
        guard level >= self.level else { return }
        var line = "\(Self.now()) \(level.name) \(message)"
        for field in fields { line += " \(field.key)=\(field.value)" }
        sink(Array((line + "\n").utf8))
    }

    /// One `write`: lines of several threads do not mix.
    @Sendable public static func writeToStandardError(_ line: [UInt8]) {
        _ = Glibc.write(STDERR_FILENO, line, line.count)
    }

    /// The wall clock in UTC, such as `2026-01-31T08:05:09.123Z`.
    private static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)].map(two).joined(
            separator: "-")
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { two(Int($0)) }.joined(separator: ":")
        let milliseconds = String(1000 + time.tv_nsec / 1_000_000).dropFirst()
        return "\(date)T\(clock).\(milliseconds)Z"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
