/// A UUID, which is written in lower case (RFC 9562, §4).
struct UUIDValue: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Fails on anything but 36 characters as `text` has them: no upper case, no braces.
    init?(_ text: String) {
        guard text.utf8.count == Self.length else { return nil }
        var (high, low) = (UInt64(0), UInt64(0))
        for (place, byte) in text.utf8.enumerated() {
            if Self.isHyphen(place) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Self.value(of: byte) else { return nil }
            high = high << 4 | low >> 60
            low = low << 4 | digit
        }
        (self.high, self.low) = (high, low)
    }

    private init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    /// Of version 4 (§5.4), from the system's secure generator.
    static func random() -> UUIDValue {
        let high = UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000
        let low = UInt64.random(in: .min ... .max) & ~(0b11 << 62) | 0b10 << 62
        return UUIDValue(high: high, low: low)
    }

    /// `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`.
    var text: String {
        String(unsafeUninitializedCapacity: Self.length) { bytes in
            var (high, low) = (high, low)
            for place in 0..<Self.length {
                if Self.isHyphen(place) {
                    bytes[place] = UInt8(ascii: "-")
                    continue
                }
                let digit = UInt8(high >> 60)
                bytes[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
                high = high << 4 | low >> 60
                low <<= 4
            }
            return Self.length
        }
    }

    private static let length = 36

    private static func isHyphen(_ place: Int) -> Bool { place == 8 || place == 13 || place == 18 || place == 23 }

    private static func value(of byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
        default: nil
        }
    }
}
