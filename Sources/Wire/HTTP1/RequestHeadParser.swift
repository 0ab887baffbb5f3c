/// Reads the head of a request (RFC 9112), strictly: what two servers could read in two ways is refused.
///
/// Feed it everything that has arrived since the request began, again and again, until it knows. Each byte is looked at
/// once, and a wrong byte is refused when it arrives, not at the end of the head.
public struct RequestHeadParser: Sendable {
    private let limits: HeadLimits
    /// Where the line being read begins.
    private var lineStart = 0
    /// All before this is known to be allowed in a line.
    private var scanned = 0
    private var hasSkippedEmptyLine = false
    private var line: RequestLine?
    private var fields = FieldFacts()
    private var slots: [Headers.Slot] = []

    public enum Progress: Sendable {
        case needsMore
        /// The head, and how many bytes it took.
        case head(RequestHead, length: Int)
        case refused(Refusal)
    }

    public init(limits: HeadLimits = HeadLimits()) { self.limits = limits }

    public mutating func parse(_ bytes: Span<UInt8>) -> Progress {
        do throws(Refusal) {
            while let end = try lineEnd(bytes) {
                let content = lineStart..<end
                lineStart = end + 2
                scanned = lineStart
                if let head = try take(content, bytes) { return .head(head, length: lineStart) }
            }
            return .needsMore
        } catch {
            return .refused(error)
        }
    }

    /// Where the current line's CRLF stands; nil when it has not arrived.
    private mutating func lineEnd(_ bytes: Span<UInt8>) throws(Refusal) -> Int? {
        scanned = bytes.endOfValueBytes(in: scanned..<bytes.count)
        guard scanned == bytes.count || bytes[scanned] == carriageReturn else {
            throw Refusal(400, "control byte in the head")
        }
        try checkLimits()
        guard scanned + 1 < bytes.count else { return nil }
        guard bytes[scanned + 1] == lineFeed else { throw Refusal(400, "carriage return without line feed") }
        return scanned
    }

    private func checkLimits() throws(Refusal) {
        if line == nil {
            // The longest method we know and ` HTTP/1.1` beside a target of the allowed length.
            guard scanned - lineStart <= limits.target + 32 else { throw Refusal(414, "target too long") }
        } else {
            guard scanned <= limits.head else { throw Refusal(431, "head too large") }
        }
    }

    private mutating func take(_ content: Range<Int>, _ bytes: Span<UInt8>) throws(Refusal) -> RequestHead? {
        guard let line else {
            if content.isEmpty {
                guard !hasSkippedEmptyLine else { throw Refusal(400, "empty lines before the request") }
                hasSkippedEmptyLine = true
            } else {
                self.line = try RequestLine(content, bytes, limits)
            }
            return nil
        }
        guard !content.isEmpty else { return try head(line, bytes) }
        guard slots.count < limits.fields else { throw Refusal(431, "too many header fields") }
        if slots.isEmpty { slots.reserveCapacity(16) }
        let slot = try FieldFacts.slot(content, bytes)
        try fields.note(slot, bytes)
        slots.append(slot)
        return nil
    }

    private func head(_ line: RequestLine, _ bytes: Span<UInt8>) throws(Refusal) -> RequestHead {
        let framing = try fields.framing(line.version)
        let target = try line.target(host: fields.host(line.version), bytes)
        return RequestHead(
            method: line.method, path: target.path, query: target.query,
            headers: Headers(bytes: bytes.copy(0..<lineStart), slots: slots), version: line.version, framing: framing,
            expectsContinue: fields.expectsContinue && line.version == .http11,
            keepsAlive: fields.keepsAlive(line.version))
    }
}

let carriageReturn: UInt8 = 13
let lineFeed: UInt8 = 10
let tab: UInt8 = 9
let space: UInt8 = 32

extension Span<UInt8> {
    func copy(_ range: Range<Int>) -> [UInt8] {
        extracting(range).withUnsafeBufferPointer { Array($0) }
    }

    func text(_ range: Range<Int>) -> String {
        extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    func isSameWord(_ range: Range<Int>, _ word: StaticString) -> Bool {
        extracting(range).withUnsafeBufferPointer { Wire.isSameWord($0, word) }
    }

    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        for index in range where self[index] == byte { return index }
        return nil
    }
}
