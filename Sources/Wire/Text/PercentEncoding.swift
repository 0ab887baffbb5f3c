public import JSON

/// Undoes percent-encoding (RFC 3986, §2.1). Nil for a broken escape, or bytes that are not UTF-8, or NUL.
public func percentDecoded(_ text: String) -> Text? { percentDecoded(text[...]) }

public func percentDecoded(_ text: Substring) -> Text? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return Text(text) }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard let high = rest.popFirst().flatMap(hexadecimalValue), let low = rest.popFirst().flatMap(hexadecimalValue)
        else { return nil }
        bytes.append(high << 4 | low)
    }
    guard !bytes.contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self).map { Text($0) }
}

/// Every byte but unreserved ones (RFC 3986, §2.3) as `%XX`: right in a path, a query and an extended parameter (RFC 8187).
public func percentEncoded(_ text: String) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
        let character = Unicode.Scalar(byte)
        if byte < 0x80, character.properties.isAlphabetic || "0123456789-._~".unicodeScalars.contains(character) {
            encoded.append(byte)
        } else {
            encoded.append(UInt8(ascii: "%"))
            encoded += Array(Hexadecimal.encode([byte]).uppercased().utf8)
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}
