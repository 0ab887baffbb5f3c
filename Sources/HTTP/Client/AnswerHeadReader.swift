internal import JSON
internal import Wire

/// The status and the headers of an answer.
struct AnswerHead: Sendable, Equatable {
    var status = 0
    var headers = Headers()
}

/// Puts a head together from the lines that libcurl hands over. Interim heads (1xx) are dropped.
struct AnswerHeadReader {
    /// Bytes of head lines in all, trailers and interim heads included.
    static let limit = 64 << 10

    private(set) var head = AnswerHead()
    private(set) var isComplete = false
    private var size = 0

    /// False when the head is over the limit.
    mutating func read(_ line: UnsafeRawBufferPointer) -> Bool {
        size += line.count
        guard size <= Self.limit else { return false }
        guard !isComplete else { return true }
        let text = Text(decoding: line).trimmed
        if text.isEmpty {
            isComplete = head.status >= 200 || head.status == 101
        } else if text.hasPrefix("HTTP/") {
            head = AnswerHead(status: Self.status(of: text))
        } else if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), !Self.continues(line) {
            let value = text.utf8[text.utf8.index(after: colon)...]
            head.headers.append(Text(Substring(text.utf8[..<colon])), Text(Substring(value)).trimmed)
        }
        return true
    }

    /// A folded line belongs to the field before it; nothing that we read may be folded, so it is left out.
    private static func continues(_ line: UnsafeRawBufferPointer) -> Bool {
        line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t")
    }

    private static func status(of line: Text) -> Int {
        let words = line.split(separator: UInt8(ascii: " "))
        return words.count > 1 ? words[1].integer ?? 0 : 0
    }
}
