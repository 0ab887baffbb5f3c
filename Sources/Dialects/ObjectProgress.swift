/// How much of a JSON object has come, without keeping it: it is whole when its first brace is closed.
struct ObjectProgress: Sendable {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private(set) var isWhole = false

    mutating func read(_ piece: String) {
        for byte in piece.utf8 where !isWhole { read(byte) }
    }

    private mutating func read(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if isInString {
            if byte == UInt8(ascii: "\\") { isEscaped = true }
            if byte == UInt8(ascii: "\"") { isInString = false }
        } else {
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                isWhole = depth <= 0
            default: break
            }
        }
    }
}
