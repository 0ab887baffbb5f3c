/// Reads events from a stream that arrives in pieces of any size (HTML standard, §9.2.6).
///
/// What it returns does not depend on how the bytes were cut. Bytes that are not UTF-8 become U+FFFD.
public struct ServerSentEventParser: Sendable {
    /// What has arrived and is not read yet begins at `position`; no line ends before `scanned`.
    private var buffer: [UInt8] = []
    private var position = 0
    private var scanned = 0
    private var isFirstLine = true
    private var skipsLineFeed = false

    private var data: [UInt8] = []
    private var hasData = false
    private var event: Text?
    private var id: Text?

    private let limit: Int

    /// `limit`: the bytes of one line, and of the data of one event.
    public init(limit: Int = 8 << 20) { self.limit = limit }

    public mutating func feed(_ bytes: [UInt8]) {
        if position == buffer.count {
            buffer = bytes
        } else {
            buffer.removeFirst(position)
            buffer.append(contentsOf: bytes)
        }
        scanned -= position
        position = 0
        if scanned < 0 { scanned = 0 }
    }

    /// The next whole event; nil when more bytes are needed.
    public mutating func next() throws(ServerSentEventError) -> ServerSentEvent? {
        while let line = try nextLine() {
            if line.isEmpty {
                if let event = dispatch() { return event }
            } else {
                try read(buffer[line])
            }
        }
        return nil
    }

    /// Whether the stream, if it ends here, ends in the middle of an event, which is then lost.
    public var isInsideEvent: Bool {
        hasData || event != nil || buffer[position...].contains { $0 != 10 || !skipsLineFeed }
    }
}

/// Why a stream of events cannot be read on.
public enum ServerSentEventError: Error, Sendable, Equatable { case lineTooLong, eventTooLong }

extension ServerSentEventParser {
    /// Where the next whole line is, without its break.
    private mutating func nextLine() throws(ServerSentEventError) -> Range<Int>? {
        if skipsLineFeed, position < buffer.count {
            skipsLineFeed = false
            if buffer[position] == 10 { position += 1 }
        }
        scanned = max(scanned, position)
        guard let end = buffer[scanned...].firstIndex(where: { $0 == 10 || $0 == 13 }) else {
            scanned = buffer.count
            guard buffer.count - position <= limit else { throw .lineTooLong }
            return nil
        }
        guard end - position <= limit else { throw .lineTooLong }
        var start = position
        if isFirstLine, buffer[start..<end].starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
        isFirstLine = false
        skipsLineFeed = buffer[end] == 13
        position = end + 1
        return start..<end
    }

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
