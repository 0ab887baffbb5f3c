internal import JSON

/// JSON in the midst of other text.
enum PastedJSON {
    private static let quote = UInt8(ascii: "\"")

    /// Where the object or list ends that `bytes` begin with; nil where it does not. A string never goes on in the next line.
    static func end(of bytes: ArraySlice<UInt8>) -> Int? {
        var (depth, isString, isEscaped) = (0, false, false)
        for index in bytes.indices {
            let byte = bytes[index]
            if isString {
                if byte == 10 || byte == 13 { return nil }
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else {
                    isString = byte != quote
                }
                continue
            }
            switch byte {
            case quote: isString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
        }
        return nil
    }

    /// What people write by hand has commas behind the last value.
    static func value(of bytes: ArraySlice<UInt8>, most: Int) -> JSONValue? {
        do throws(JSONError) { return try JSONValue(parsing: bytes, duplicates: .keepFirst, most: most) } catch {
            guard case .malformed = error else { return nil }
            return try? JSONValue(parsing: withoutLastCommas(bytes), duplicates: .keepFirst, most: most)
        }
    }

    private static func withoutLastCommas(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var (comma, isString, isEscaped) = (Int?.none, false, false)
        for byte in bytes {
            if isString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else {
                    isString = byte != quote
                }
            } else if byte == UInt8(ascii: ",") {
                comma = result.count
            } else if !(byte == 32 || (9...13).contains(byte)) {
                if let place = comma, byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { result[place] = 32 }
                comma = nil
                isString = byte == quote
            }
            result.append(byte)
        }
        return result
    }
}
