/// Takes the body of a message out of the bytes that arrive, by its length or its chunks (RFC 9112, §7.1).
///
/// Chunk extensions are ignored, trailers are discarded; both are bounded.
public struct BodyDecoder: Sendable {
    private var state: State
    /// How many bytes of extensions and trailers are tolerated in all.
    private var patience = 8 * 1024

    private enum State {
        case length(left: Int)
        case size(value: Int, digits: Int)
        case sizeExtension(Int)
        case sizeEnd(Int)
        case data(left: Int)
        case dataEnd(hasReturn: Bool)
        case trailer(lineLength: Int, hasReturn: Bool)
        case complete
    }

    public init(_ framing: BodyFraming) {
        switch framing {
        case .length(0): state = .complete
        case .length(let length): state = .length(left: length)
        case .chunked: state = .size(value: 0, digits: 0)
        }
    }

    public var isComplete: Bool { if case .complete = state { true } else { false } }

    /// How many bytes are still to come, as far as is known now.
    public var announced: Int {
        switch state {
        case .length(let left), .data(let left): left
        default: 0
        }
    }

    /// The next piece of the body; empty when more must arrive first, or the body is complete.
    public mutating func decode(_ input: inout ByteQueue) throws(Refusal) -> [UInt8] {
        var piece: [UInt8] = []
        while !input.isEmpty, !isComplete {
            switch state {
            case .length(let left):
                piece = input.takeFirst(left)
                state = piece.count == left ? .complete : .length(left: left - piece.count)
                return piece
            case .data(let left):
                let data = input.takeFirst(left)
                state = data.count == left ? .dataEnd(hasReturn: false) : .data(left: left - data.count)
                if piece.isEmpty { piece = data } else { piece.append(contentsOf: data) }
            default:
                try readFraming(&input)
            }
        }
        return piece
    }

    private mutating func readFraming(_ input: inout ByteQueue) throws(Refusal) {
        var used = 0
        let refusal = input.withSpan { bytes -> Refusal? in
            do throws(Refusal) {
                while used < bytes.count, !isComplete {
                    if case .data = state { break }
                    try step(bytes[used])
                    used += 1
                }
                return nil
            } catch {
                return error
            }
        }
        if let refusal { throw refusal }
        input.removeFirst(used)
    }

    private mutating func step(_ byte: UInt8) throws(Refusal) {
        switch state {
        case .size(let value, let digits): try stepSize(byte, value, digits)
        case .sizeExtension(let size): try stepExtension(byte, size)
        case .sizeEnd(let size):
            guard byte == lineFeed else { throw Refusal(400, "malformed chunk size") }
            state = size == 0 ? .trailer(lineLength: 0, hasReturn: false) : .data(left: size)
        case .dataEnd(let hasReturn):
            guard byte == (hasReturn ? lineFeed : carriageReturn) else { throw Refusal(400, "chunk without its end") }
            state = hasReturn ? .size(value: 0, digits: 0) : .dataEnd(hasReturn: true)
        case .trailer(let length, let hasReturn): try stepTrailer(byte, length, hasReturn)
        case .length, .data, .complete: break
        }
    }

    private mutating func stepSize(_ byte: UInt8, _ value: Int, _ digits: Int) throws(Refusal) {
        if let digit = hexadecimalValue(byte) {
            guard value <= Int.max >> 8, digits < 16 else { throw Refusal(413, "chunk too large") }
            state = .size(value: value << 4 | Int(digit), digits: digits + 1)
            return
        }
        guard digits > 0 else { throw Refusal(400, "malformed chunk size") }
        switch byte {
        case carriageReturn: state = .sizeEnd(value)
        case UInt8(ascii: ";"): state = .sizeExtension(value)
        default: throw Refusal(400, "malformed chunk size")
        }
    }

    private mutating func stepExtension(_ byte: UInt8, _ size: Int) throws(Refusal) {
        if byte == carriageReturn { return state = .sizeEnd(size) }
        try tolerate(byte)
    }

    private mutating func stepTrailer(_ byte: UInt8, _ length: Int, _ hasReturn: Bool) throws(Refusal) {
        if hasReturn {
            guard byte == lineFeed else { throw Refusal(400, "malformed trailer") }
            state = length == 0 ? .complete : .trailer(lineLength: 0, hasReturn: false)
        } else if byte == carriageReturn {
            state = .trailer(lineLength: length, hasReturn: true)
        } else {
            try tolerate(byte)
            state = .trailer(lineLength: length + 1, hasReturn: false)
        }
    }

    private mutating func tolerate(_ byte: UInt8) throws(Refusal) {
        guard isValueByte(byte) else { throw Refusal(400, "control byte in chunk framing") }
        patience -= 1
        guard patience > 0 else { throw Refusal(400, "too much chunk framing") }
    }
}
