/// Cuts bytes that arrive in pieces of any size into lines, which end with LF, CR or CR LF. A byte order mark before the first
/// one is left out.
public struct LineSplitter: Sendable {
    /// What has arrived and is not read yet begins at `position`; no line ends before `scanned`.
    private var buffer: [UInt8] = []
    private var position = 0
    private var scanned = 0
    private var isFirst = true
    private var skipsLineFeed = false

    private let limit: Int

    /// `limit`: the bytes of one line.
    public init(limit: Int = 8 << 20) { self.limit = limit }

    public mutating func feed(_ bytes: [UInt8]) {
        if position == buffer.count {
            buffer = bytes
        } else {
            buffer.removeFirst(position)
            buffer.append(contentsOf: bytes)
        }
        scanned = max(0, scanned - position)
        position = 0
    }

    /// The next whole line, without its break; nil when more bytes are needed.
    public mutating func next() throws(ServerSentEventError) -> ArraySlice<UInt8>? {
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
        let line = withoutMark(buffer[position..<end])
        skipsLineFeed = buffer[end] == 13
        position = end + 1
        return line
    }

    /// What stands after the last break: a line without one, at the end of all bytes.
    public mutating func rest() -> ArraySlice<UInt8> {
        let isBreak = skipsLineFeed && position < buffer.count && buffer[position] == 10
        let rest = withoutMark(buffer[(isBreak ? position + 1 : position)...])
        position = buffer.count
        return rest
    }

    /// Whether anything stands after the last break.
    public var hasRest: Bool { buffer[position...].contains { $0 != 10 || !skipsLineFeed } }

    private mutating func withoutMark(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        defer { isFirst = false }
        return isFirst && line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line
    }
}
