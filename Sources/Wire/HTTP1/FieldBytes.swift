// Which bytes may stand where in a head. Every byte that is received or sent passes here, so it goes by words and tables.

/// Whether a byte may stand in a field's value: no control but the tab.
@inline(__always)
func isValueByte(_ byte: UInt8) -> Bool { byte >= 32 && byte != 127 || byte == tab }

/// RFC 9110, §5.6.2.
@inline(__always)
func isTokenByte(_ byte: UInt8) -> Bool {
    let characters: UInt64 = byte < 64 ? tokenBytes.low : tokenBytes.high
    return byte < 128 && characters >> UInt64(byte & 63) & 1 == 1
}

/// A bit for each ASCII character that may stand in a token.
private let tokenBytes: (low: UInt64, high: UInt64) = (0x03FF_6CFA_0000_0000, 0x57FF_FFFF_C7FF_FFFE)

extension Span<UInt8> {
    /// Where the first byte stands, in `range`, that may not stand in a field's value; the end of the range if there is none.
    func endOfValueBytes(in range: Range<Int>) -> Int {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return withUnsafeBytes { bytes in
            var index = range.lowerBound
            while index < range.upperBound {
                if index + 8 <= range.upperBound {
                    guard mayHoldControl(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) else {
                        index += 8
                        continue
                    }
                }
                // A control among these eight, or the last few.
                let end = Swift.min(index + 8, range.upperBound)
                while index < end {
                    guard isValueByte(bytes[index]) else { return index }
                    index += 1
                }
            }
            return index
        }
    }

    func areTokenBytes(in range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            guard isTokenByte(self[index]) else { return false }
            index += 1
        }
        return true
    }
}

/// Whether one of eight bytes is below 32 or is 127: a byte from which a borrow reaches its highest bit, that was not set.
@inline(__always)
private func mayHoldControl(_ word: UInt64) -> Bool {
    let deletes = word ^ 0x7F7F_7F7F_7F7F_7F7F
    let below = (word &- 0x2020_2020_2020_2020) & ~word
    let equal = (deletes &- 0x0101_0101_0101_0101) & ~deletes
    return (below | equal) & 0x8080_8080_8080_8080 != 0
}
