internal import JSON

/// Reads events from a stream that arrives in pieces of any size (HTML standard, §9.2.6).
///
/// What it returns does not depend on how the bytes were cut. Bytes that are not UTF-8 become U+FFFD.
public struct ServerSentEventParser: Sendable {
    private var lines: LineSplitter
    private var data: [UInt8] = []
    private var hasData = false
    private var event: Text?
    private var id: Text?

    private let limit: Int

    /// `limit`: the bytes of one line, and of the data of one event.
    public init(limit: Int = 8 << 20) {
        self.limit = limit
        lines = LineSplitter(limit: limit)
    }

    public mutating func feed(_ bytes: [UInt8]) { lines.feed(bytes) }

    /// The next whole event; nil when more bytes are needed.
    public mutating func next() throws(ServerSentEventError) -> ServerSentEvent? {
        while let line = try lines.next() {
            if line.isEmpty {
                if let event = dispatch() { return event }
            } else {
                try read(line)
            }
        }
        return nil
    }

    /// Whether the stream, if it ends here, ends in the middle of an event, which is then lost.
    public var isInsideEvent: Bool {
        hasData || event != nil || lines.hasRest
    }
}

/// Why a stream of events cannot be read on.
public enum ServerSentEventError: Error, Sendable, Equatable { case lineTooLong, eventTooLong }

extension ServerSentEventParser {
    private mutating func read(_ line: ArraySlice<UInt8>) throws(ServerSentEventError) {
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        let name = line[..<colon]
        if name.elementsEqual("data".utf8) {
            if hasData { data.append(10) }
            data.append(contentsOf: value)
            hasData = true
            guard data.count <= limit else { throw .eventTooLong }
        } else if name.elementsEqual("event".utf8) {
            event = Text(decoding: value)
        } else if name.elementsEqual("id".utf8), !value.contains(0) {
            id = Text(decoding: value)
        }
    }

    /// An event without data is none, but keeps the id it set.
    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            data.removeAll(keepingCapacity: data.count < 64 << 10)
            hasData = false
            event = nil
        }
        guard hasData else { return nil }
        let type = event.flatMap { $0.isEmpty ? nil : $0 }
        return ServerSentEvent(id: id, event: type, data: Text(decoding: data))
    }
}
