public import Domain
internal import Wire

/// Rewrites an answer of OpenAI's `/v1/embeddings` as it comes, a piece at a time: the vectors in the coding that was asked for, or in
/// Google's frame. Where they come as they are wanted, nothing is changed.
///
/// Both codings of a vector: an array of numbers; base64 of 32-bit floats, the lowest byte first.
public struct EmbeddingRecoder {
    private let shape: EmbeddingShape
    private var scanner: EmbeddingScanner
    private var vector = VectorWriter(asBase64: false)
    private var count = 0
    private var out: [UInt8] = []

    /// The upstream's answer is none.
    public struct Malformed: Error {}

    public init(_ shape: EmbeddingShape) {
        self.shape = shape
        scanner = EmbeddingScanner(
            passing: shape == .numbers ? UInt8(ascii: "[") : shape == .base64 ? UInt8(ascii: "\"") : nil)
        if shape == .googleMany { out = Array(#"{"embeddings":["#.utf8) }
    }

    private var isGoogles: Bool { shape == .googleOne || shape == .googleMany }

    /// What can be told after these bytes.
    public mutating func read(_ bytes: [UInt8]) throws(Malformed) -> [UInt8] {
        for byte in bytes {
            switch try scanner.read(byte) {
            case .frame: if !isGoogles { out.append(byte) }
            case .begin: begin()
            case .number(let number): vector.add(number, &out)
            case .last(let number):
                vector.add(number, &out)
                try finish()
            case .end: try finish()
            case .nothing: break
            }
        }
        defer { out.removeAll(keepingCapacity: true) }
        return out
    }

    /// After the last byte.
    public func end() throws(Malformed) -> [UInt8] {
        guard scanner.isComplete, !isGoogles || count > 0 else { throw Malformed() }
        return shape == .googleMany ? Array("]}".utf8) : []
    }

    private mutating func begin() {
        vector = VectorWriter(asBase64: shape == .base64)
        switch shape {
        case .numbers, .base64: break
        case .googleOne: out += Array(#"{"embedding":{"values":"#.utf8)
        case .googleMany: out += Array((count > 0 ? #",{"values":"# : #"{"values":"#).utf8)
        }
        vector.begin(&out)
    }

    private mutating func finish() throws(Malformed) {
        vector.end(&out)
        count += 1
        switch shape {
        case .numbers, .base64: break
        case .googleMany: out.append(UInt8(ascii: "}"))
        case .googleOne:
            // One was asked for.
            guard count == 1 else { throw Malformed() }
            out += Array("}}".utf8)
        }
    }
}

/// Writes a vector, a number at a time.
private struct VectorWriter {
    let asBase64: Bool
    private var isFirst = true
    /// Bytes that are no whole group of base64 yet.
    private var rest: [UInt8] = []

    init(asBase64: Bool) { self.asBase64 = asBase64 }

    func begin(_ out: inout [UInt8]) { out.append(UInt8(ascii: asBase64 ? "\"" : "[")) }

    mutating func add(_ number: Double, _ out: inout [UInt8]) {
        guard asBase64 else {
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            out += Array("\(number)".utf8)
            return
        }
        let bits = Float(number).bitPattern
        for shift in [0, 8, 16, 24] as [UInt32] { rest.append(UInt8(truncatingIfNeeded: bits >> shift)) }
        // Twelve bytes are sixteen characters.
        guard rest.count == 12 else { return }
        out += Array(Base64.encode(rest).utf8)
        rest.removeAll(keepingCapacity: true)
    }

    func end(_ out: inout [UInt8]) {
        out += Array((asBase64 ? Base64.encode(rest) + "\"" : "]").utf8)
    }
}
