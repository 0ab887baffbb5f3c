internal import JSON

/// How an export calls something, as a key that always fits a column.
enum ForeignKey {
    /// The text itself where it is one of our keys' form, else a hash of it. Two that are alike by chance could only confuse their member.
    static func of(_ text: Text) -> String {
        if (1...64).contains(text.byteCount), text.utf8.allSatisfy(\.isOfKey) { return text.string }
        var hash = ForeignHash()
        hash.add(text)
        return hash.key
    }
}

/// A hash (FNV-1a, twice) that stays the same in every process, for what has no name.
struct ForeignHash {
    private var first: UInt64 = 0xCBF2_9CE4_8422_2325
    private var second: UInt64 = 0x8422_2325_CBF2_9CE4

    mutating func add(_ text: Text) {
        for byte in text.utf8 { add(byte) }
        add(0xFF)
    }

    private mutating func add(_ byte: UInt8) {
        first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
        second = (second ^ UInt64(byte) &+ 0x51) &* 0x100_0000_01B3
    }

    var key: String { "hash-" + String(first, radix: 16) + "-" + String(second, radix: 16) }
}
