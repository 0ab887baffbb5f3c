public import JSON

/// One event of a `text/event-stream` (HTML standard, §9.2).
public struct ServerSentEvent: Sendable, Equatable {
    public var id: Text?
    /// The event's type; nil stands for `message`.
    public var event: Text?
    public var data: Text

    public init(id: Text? = nil, event: Text? = nil, data: Text) {
        self.id = id
        self.event = event
        self.data = data
    }

    /// The event as it travels, with the empty line that ends it.
    /// Line breaks in `data` make several lines; in `id` and `event` they cannot be said and are left out.
    public var bytes: [UInt8] {
        var output: [UInt8] = []
        if let id { Self.write("id: ", id.utf8.filter { !Self.isBreak($0) && $0 != 0 }, to: &output) }
        if let event { Self.write("event: ", event.utf8.filter { !Self.isBreak($0) }, to: &output) }
        for line in Self.lines(of: data) { Self.write("data: ", line, to: &output) }
        output.append(10)
        return output
    }

    /// A line that readers skip: keeps the connection alive. `: text` and an empty line.
    public static func comment(_ text: StaticString) -> [UInt8] { Array(": \(text)\n\n".utf8) }

    private static func write(_ field: StaticString, _ value: some Sequence<UInt8>, to output: inout [UInt8]) {
        output.append(contentsOf: UnsafeBufferPointer(start: field.utf8Start, count: field.utf8CodeUnitCount))
        output.append(contentsOf: value)
        output.append(10)
    }

    private static func lines(of text: Text) -> [ArraySlice<UInt8>] {
        let bytes = Array(text.utf8)
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where isBreak(byte) {
            // CR LF is one break.
            if byte == 10, index > 0, bytes[index - 1] == 13 {
                start = index + 1
                continue
            }
            lines.append(bytes[start..<index])
            start = index + 1
        }
        return lines + [bytes[start...]]
    }

    private static func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
}
