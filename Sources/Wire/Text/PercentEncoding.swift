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
