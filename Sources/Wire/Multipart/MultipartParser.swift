public import JSON

/// Reads a `multipart/form-data` body that arrives in pieces of any size (RFC 7578, RFC 2046 §5.1.1), for uploads.
///
/// It is strict: what two readers could take for two different forms is refused. What it returns does not depend on how
/// the bytes were cut, but for the lengths of the pieces of a part.
public struct MultipartParser: Sendable {
    private let limits: MultipartLimits
    /// `--` and the boundary. No line break is in it, so that a search for it looks at each byte about once.
    public let dashBoundary: [UInt8]
    /// What has arrived and is not given out begins at `position`; all before `scanned` has been looked at.
    private var buffer: [UInt8] = []
    private var position = 0
    /// How much of the form stood before the buffer.
    private var before = 0
    private var scanned = 0
    private var state = State.start
    private var parts = 0
    private var head = PartHeadReader()
    /// How many bytes of this head stood in lines that are read.
    private var headSize = 0

    private enum State { case start, boundary(endsPart: Bool), head, content(isInsideLine: Bool), end }

    /// `contentType` is that of the request, with its boundary.
    public init(contentType: Text, limits: MultipartLimits = MultipartLimits()) throws(Refusal) {
        let type = try FieldParameters(Array(contentType.utf8))
        guard isSameWord(type.word, "multipart/form-data"), let boundary = type["boundary"],
            type.names.allSatisfy({ $0 == "boundary" })
        else { throw Refusal(400, "no multipart/form-data with a boundary") }
        try self.init(boundary: boundary, limits: limits)
    }

    public init(boundary: [UInt8], limits: MultipartLimits = MultipartLimits()) throws(Refusal) {
        guard (1...70).contains(boundary.count), boundary.allSatisfy(isBoundaryByte), boundary.last != space else {
            throw Refusal(400, "malformed boundary")
        }
        self.limits = limits
        dashBoundary = Array("--".utf8) + boundary
    }

    /// Where in the form that stands which comes next: after a `part` the first of its bytes.
    public var offset: Int { before + position }

    public mutating func feed(_ bytes: [UInt8]) {
        buffer.removeFirst(position)
        before += position
        scanned -= position
        position = 0
        buffer.append(contentsOf: bytes)
    }

    /// What comes next in the form; nil when more bytes are needed, or the form has ended.
    public mutating func next() throws(Refusal) -> MultipartEvent? {
        while true {
            switch state {
            case .start: guard try readStart() else { return nil }
            case .head:
                guard let line = try nextLine() else { return nil }
                if let head = try readHead(line) { return .part(head) }
            case .content(let isInsideLine):
                guard let piece = try readContent(isInsideLine) else { return nil }
                if !piece.isEmpty { return .bytes(piece) }
            case .boundary(let endsPart):
                guard buffer.count - position >= 2 else { return nil }
                try readAfterBoundary()
                if endsPart { return .partEnd }
            case .end:
                guard [carriageReturn, lineFeed].starts(with: buffer[position...]) else {
                    throw Refusal(400, "bytes after the end of the form")
                }
                return nil
            }
        }
    }

    /// Whether the form was whole, asked when the body has ended. Before that nothing of it may count.
    public var isComplete: Bool {
        guard case .end = state else { return false }
        return position == buffer.count || buffer[position...] == [carriageReturn, lineFeed]
    }
}

// MARK: Between parts

extension MultipartParser {
    /// No preamble: whoever read on until a boundary would see another form than we do.
    private mutating func readStart() throws(Refusal) -> Bool {
        let arrived = buffer[position...].prefix(dashBoundary.count)
        guard dashBoundary.starts(with: arrived) else { throw Refusal(400, "a form without its first boundary") }
        guard arrived.count == dashBoundary.count else { return false }
        position += dashBoundary.count
        state = .boundary(endsPart: false)
        return true
    }

    /// Nothing but an end may follow: neither spaces nor a longer boundary.
    private mutating func readAfterBoundary() throws(Refusal) {
        let after = (buffer[position], buffer[position + 1])
        position += 2
        scanned = position
        switch after {
        case (carriageReturn, lineFeed):
            parts += 1
            guard parts <= limits.parts else { throw Refusal(413, "too many parts") }
            head = PartHeadReader()
            headSize = 0
            state = .head
        case (UInt8(ascii: "-"), UInt8(ascii: "-")): state = .end
        default: throw Refusal(400, "malformed boundary line")
        }
    }
}

// MARK: The head of a part

extension MultipartParser {
    /// Where the next whole line is, without its break.
    private mutating func nextLine() throws(Refusal) -> Range<Int>? {
        scanned = buffer.span.endOfValueBytes(in: scanned..<buffer.count)
        guard headSize + scanned - position <= limits.head else { throw Refusal(431, "head of a part too large") }
        guard scanned < buffer.count else { return nil }
        guard buffer[scanned] == carriageReturn else { throw Refusal(400, "control byte in the head of a part") }
        guard scanned + 1 < buffer.count else { return nil }
        guard buffer[scanned + 1] == lineFeed else { throw Refusal(400, "carriage return without line feed") }
        let line = position..<scanned
        headSize += line.count + 2
        position = scanned + 2
        scanned = position
        return line
    }

    private mutating func readHead(_ line: Range<Int>) throws(Refusal) -> PartHead? {
        guard line.isEmpty else {
            // It could also be a field whose name begins with dashes.
            guard !buffer[line].starts(with: dashBoundary) else { throw Refusal(400, "a boundary within a head") }
            guard head.fields < limits.fields else { throw Refusal(431, "too many fields in the head of a part") }
            try head.read(line, of: buffer)
            return nil
        }
        state = .content(isInsideLine: false)
        return try head.head()
    }
}

// MARK: The content of a part

extension MultipartParser {
    /// As many bytes of the part as surely belong to it; none if a boundary follows at once, nil if more must arrive first.
    private mutating func readContent(_ isInsideLine: Bool) throws(Refusal) -> [UInt8]? {
        // Lines are all that matters: a boundary stands nowhere but at the beginning of one.
        var line = isInsideLine ? nextLineStart(after: scanned) : scanned
        while let start = line {
            let arrived = buffer[start...].prefix(dashBoundary.count)
            if dashBoundary.starts(with: arrived) {
                guard arrived.count == dashBoundary.count else { return hold(from: start) }
                guard buffer[position..<start].suffix(2) == [carriageReturn, lineFeed] else {
                    throw Refusal(400, "a boundary that does not follow a line's end")
                }
                let piece = Array(buffer[position..<start - 2])
                position = start + dashBoundary.count
                state = .boundary(endsPart: true)
                return piece
            }
            line = nextLineStart(after: start)
        }
        scanned = buffer.count
        state = .content(isInsideLine: true)
        return take(upTo: buffer.count)
    }

    private func nextLineStart(after index: Int) -> Int? {
        buffer[index...].firstIndex { $0 == lineFeed || $0 == carriageReturn }.map { $0 + 1 }
    }

    /// Keeps what may become a boundary, with the line's end before it, which is then none of the part's bytes.
    private mutating func hold(from start: Int) -> [UInt8]? {
        scanned = start
        state = .content(isInsideLine: false)
        let before = buffer[position..<start]
        let lineEnd = before.suffix(2) == [carriageReturn, lineFeed] ? 2 : min(1, before.count)
        return take(upTo: start - lineEnd)
    }

    private mutating func take(upTo end: Int) -> [UInt8]? {
        guard end > position else { return nil }
        defer { position = end }
        return Array(buffer[position..<end])
    }
}

/// What a boundary may consist of (RFC 2046, §5.1.1).
private func isBoundaryByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, space: true
    case 39, 40, 41, 43...47, 58, 61, 63, 95: true
    default: false
    }
}
