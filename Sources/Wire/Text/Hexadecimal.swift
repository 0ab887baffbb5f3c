/// Bytes as lower-case hexadecimal text.
public enum Hexadecimal {
    public static func encode(_ bytes: [UInt8]) -> String { encode(bytes[...]) }

    public static func encode(_ bytes: ArraySlice<UInt8>) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            var length = 0
            for byte in bytes {
                text[length] = hexadecimalDigit(byte >> 4)
                text[length + 1] = hexadecimalDigit(byte & 15)
                length += 2
            }
            return length
        }
    }

    /// Nil unless `text` is pairs of hexadecimal digits, of either case.
    public static func decode(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = hexadecimalValue(digits[index]), let low = hexadecimalValue(digits[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}

/// The lower-case digit of a value below 16.
func hexadecimalDigit(_ value: UInt8) -> UInt8 { value < 10 ? value + 48 : value + 87 }

/// The value of a digit, of either case.
func hexadecimalValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 65...70: digit - 55
    case 97...102: digit - 87
    default: nil
    }
}
