internal import JSON

extension Text {
    /// An id that an upstream did not give: the same for the same answer, so that it does not depend on how the bytes were cut (FNV-1a,
    /// 64 bits).
    static func madeID(_ prefix: Text, of seed: Text) -> Text {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in seed.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "\(prefix)\(String(hash, radix: 16))"
    }
}
