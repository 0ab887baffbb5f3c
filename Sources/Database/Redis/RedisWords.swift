/// Keys and arguments of a script, written as they travel: arrays of bulk strings, any bytes of which are safe.
///
/// A script that is called for every ask has eighty of them; as texts of their own each would be a piece of memory.
public struct RedisWords: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0
    /// A word that is being put together.
    private var word: [UInt8] = []

    public init() {
        bytes.reserveCapacity(2048)
        word.reserveCapacity(128)
    }

    public mutating func add(_ text: String) {
        write { $0.add(text) }
    }

    public mutating func add(_ number: Int64) {
        write { $0.add(number) }
    }

    /// Those that were written before.
    public mutating func add(_ others: RedisWords) {
        bytes += others.bytes
        count += others.count
    }

    /// A word of several parts.
    public mutating func write(_ parts: (inout Word) -> Void) {
        var open = Word(bytes: word)
        word = []
        parts(&open)
        word = open.bytes
        bytes.append(UInt8(ascii: "$"))
        Word.append(Int64(word.count), to: &bytes)
        bytes.append(13)
        bytes.append(10)
        bytes += word
        bytes.append(13)
        bytes.append(10)
        count += 1
        word.removeAll(keepingCapacity: true)
    }

    public struct Word {
        fileprivate var bytes: [UInt8]

        public init() { bytes = [] }

        fileprivate init(bytes: [UInt8]) { self.bytes = bytes }

        public var text: String { String(decoding: bytes, as: UTF8.self) }

        public mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }
        public mutating func add(_ byte: UInt8) { bytes.append(byte) }
        public mutating func add(_ number: Int64) { Self.append(number, to: &bytes) }

        /// In decimal, without a text.
        fileprivate static func append(_ number: Int64, to bytes: inout [UInt8]) {
            guard number < 0 || number > 9 else { return bytes.append(UInt8(ascii: "0") + UInt8(number)) }
            if number < 0 { bytes.append(UInt8(ascii: "-")) }
            var (rest, begin) = (number.magnitude, bytes.count)
            while rest > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
                rest /= 10
            }
            var end = bytes.count - 1
            while begin < end {
                bytes.swapAt(begin, end)
                begin += 1
                end -= 1
            }
        }
    }
}
