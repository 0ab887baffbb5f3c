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

        public var name: String {
            switch self {
            case .debug: "debug"
            case .info: "info"
            case .warn: "warn"
            case .error: "error"
            }
        }
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
        var line: [UInt8] = []
        line.reserveCapacity(192)
        Self.appendTime(to: &line)
        line.append(UInt8(ascii: " "))
        line.append(contentsOf: level.name.utf8)
        line.append(UInt8(ascii: " "))
        line.append(contentsOf: UnsafeBufferPointer(start: message.utf8Start, count: message.utf8CodeUnitCount))
        for field in fields {
            line.append(UInt8(ascii: " "))
            line.append(contentsOf: UnsafeBufferPointer(start: field.key.utf8Start, count: field.key.utf8CodeUnitCount))
            line.append(UInt8(ascii: "="))
            line.append(contentsOf: field.value.utf8)
        }
        line.append(UInt8(ascii: "\n"))
        sink(line)
        // What is urgent must be there even if this is the last thing the process does.
        if level >= .warn { EventLoop.current?.writeLines() }
    }

    /// One `write`, so that lines of several threads do not mix; on a loop, one for all lines of its pass.
    @Sendable public static func writeToStandardError(_ line: [UInt8]) {
        if let loop = EventLoop.current { return loop.keep(line: line) }
        _ = Glibc.write(STDERR_FILENO, line, line.count)
    }

    /// The wall clock in UTC, such as `2026-01-31T08:05:09.123Z`.
    private static func appendTime(to line: inout [UInt8]) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        append(Int(parts.tm_year) + 1900, 4, "-", to: &line)
        append(Int(parts.tm_mon) + 1, 2, "-", to: &line)
        append(Int(parts.tm_mday), 2, "T", to: &line)
        append(Int(parts.tm_hour), 2, ":", to: &line)
        append(Int(parts.tm_min), 2, ":", to: &line)
        append(Int(parts.tm_sec), 2, ".", to: &line)
        append(time.tv_nsec / 1_000_000, 3, "Z", to: &line)
    }

    private static func append(_ number: Int, _ width: Int, _ end: Unicode.Scalar, to line: inout [UInt8]) {
        var unit = width == 4 ? 1000 : width == 3 ? 100 : 10
        while unit > 0 {
            line.append(UInt8(truncatingIfNeeded: 48 + number / unit % 10))
            unit /= 10
        }
        line.append(UInt8(ascii: end))
    }
}
