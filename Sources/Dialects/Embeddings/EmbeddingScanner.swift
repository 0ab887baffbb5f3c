/// Finds the vectors in an answer of OpenAI's `/v1/embeddings`: the values of members of the name `embedding`.
struct EmbeddingScanner {
    enum Found {
        /// A byte outside of the vectors that are read.
        case frame
        case begin
        case number(Double)
        /// The last number of its vector.
        case last(Double)
        /// Of a vector whose last number was told before, or that has none.
        case end
        case nothing
    }

    private enum State {
        case outside
        /// In a text that is the name so far, by its first bytes; nil: it is another one.
        case text(matched: Int?)
        case escape
        /// Behind a text that is the name; behind its colon.
        case name, colon
        case numbers, base64
        case over
    }

    private static let name = Array("embedding".utf8)
    /// Vectors that begin with it are none of ours.
    private let passed: UInt8?
    private var state = State.outside
    private var depth = 0
    private var number = NumberReader()
    private var floats = FloatReader()

    typealias Malformed = EmbeddingRecoder.Malformed

    /// `passed`: what begins a vector that is to stay as it is.
    init(passing passed: UInt8?) { self.passed = passed }

    var isComplete: Bool { if case .over = state { true } else { false } }

    mutating func read(_ byte: UInt8) throws(Malformed) -> Found {
        switch state {
        case .outside: try readOutside(byte)
        case .text(let matched): readText(byte, matched)
        case .escape: state = .text(matched: nil)
        case .name: try readName(byte)
        case .colon: return try readValue(byte)
        case .numbers: return try readNumbers(byte)
        case .base64: return try readBase64(byte)
        case .over: guard isSpace(byte) else { throw Malformed() }
        }
        return .frame
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 10 || byte == 13 || byte == 9 }

    private mutating func readOutside(_ byte: UInt8) throws(Malformed) {
        switch byte {
        case UInt8(ascii: "\""): state = .text(matched: 0)
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            guard depth >= 0 else { throw Malformed() }
            if depth == 0 { state = .over }
        default: guard depth > 0 || isSpace(byte) else { throw Malformed() }
        }
    }

    private mutating func readText(_ byte: UInt8, _ matched: Int?) {
        switch byte {
        case UInt8(ascii: "\\"): state = .escape
        case UInt8(ascii: "\""): state = matched == Self.name.count ? .name : .outside
        default:
            let goesOn = matched.map { $0 < Self.name.count && Self.name[$0] == byte } ?? false
            state = .text(matched: goesOn ? matched.map { $0 + 1 } : nil)
        }
    }

    /// A value of that text is no name.
    private mutating func readName(_ byte: UInt8) throws(Malformed) {
        if isSpace(byte) { return }
        if byte == UInt8(ascii: ":") { return state = .colon }
        state = .outside
        try readOutside(byte)
    }

    private mutating func readValue(_ byte: UInt8) throws(Malformed) -> Found {
        if isSpace(byte) { return .frame }
        (number, floats) = (NumberReader(), FloatReader())
        switch byte {
        case passed: break
        case UInt8(ascii: "["):
            state = .numbers
            return .begin
        case UInt8(ascii: "\""):
            state = .base64
            return .begin
        default: break
        }
        state = .outside
        try readOutside(byte)
        return .frame
    }

    private mutating func readNumbers(_ byte: UInt8) throws(Malformed) -> Found {
        switch byte {
        case UInt8(ascii: ","): return .number(try number.take(isLast: false)!)
        case UInt8(ascii: "]"):
            state = .outside
            return try number.take(isLast: true).map(Found.last) ?? .end
        case _ where isSpace(byte): number.endToken()
        default: try number.add(byte)
        }
        return .nothing
    }

    private mutating func readBase64(_ byte: UInt8) throws(Malformed) -> Found {
        guard byte != UInt8(ascii: "\"") else {
            guard floats.isWhole else { throw Malformed() }
            state = .outside
            return .end
        }
        return try floats.read(byte).map(Found.number) ?? .nothing
    }
}

/// The numbers of an array.
private struct NumberReader {
    private var token: [UInt8] = []
    private var isTokenOver = false
    private var isEmpty = true

    mutating func add(_ byte: UInt8) throws(EmbeddingRecoder.Malformed) {
        guard !isTokenOver, token.count < 64, "+-.0123456789eE".utf8.contains(byte) else { throw .init() }
        token.append(byte)
    }

    mutating func endToken() { isTokenOver = !token.isEmpty }

    /// Nil for an array without any.
    mutating func take(isLast: Bool) throws(EmbeddingRecoder.Malformed) -> Double? {
        if token.isEmpty, isLast, isEmpty { return nil }
        guard let number = Double(String(decoding: token, as: UTF8.self)), Float(number).isFinite else { throw .init() }
        (token, isTokenOver, isEmpty) = ([], false, false)
        return number
    }
}

/// 32-bit floats in base64, the lowest byte first.
private struct FloatReader {
    private var bits: UInt32 = 0
    private var bitCount = 0
    private var bytes: UInt32 = 0
    private var byteCount = 0
    private var isEscaped = false
    private var padding = 0

    var isWhole: Bool { byteCount == 0 && !isEscaped }

    mutating func read(_ byte: UInt8) throws(EmbeddingRecoder.Malformed) -> Double? {
        // JSON may write `/` as `\/`.
        if byte == UInt8(ascii: "\\"), !isEscaped {
            isEscaped = true
            return nil
        }
        guard !isEscaped || byte == UInt8(ascii: "/") else { throw .init() }
        isEscaped = false
        if byte == UInt8(ascii: "=") {
            padding += 1
            guard padding <= 2 else { throw .init() }
            return nil
        }
        guard padding == 0, let six = Self.value(byte) else { throw .init() }
        bits = bits << 6 | six
        bitCount += 6
        guard bitCount >= 8 else { return nil }
        bitCount -= 8
        bytes |= (bits >> UInt32(bitCount) & 0xFF) << UInt32(8 * byteCount)
        byteCount += 1
        guard byteCount == 4 else { return nil }
        let number = Float(bitPattern: bytes)
        (bytes, byteCount) = (0, 0)
        guard number.isFinite else { throw .init() }
        return Double(number)
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - 65)
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - 71)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte + 4)
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
