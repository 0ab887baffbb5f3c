import TestKit

/// A request that was right before something happened to its head, with what must not be taken for a request behind it.
struct MutatedRequest {
    let bytes: [UInt8]
    /// Whether a careless reader, too, would take the inner request for a body.
    let hidesInnerRequest: Bool

    /// What stands in the body, and is a request to somebody who ends the body too early.
    static let inner = "GET /inner HTTP/1.1\r\nHost: x\r\n\r\n"
    static let next = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n"
    /// Ends every connection: refused wherever a request, a chunk or a trailer may begin, more than any body may have.
    static let end = [UInt8](repeating: 0, count: 1200)

    private static let heads = [
        "POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: \(inner.utf8.count)\r\nAccept: */*\r\n\r\n",
        "POST http://x/a HTTP/1.1\r\nHost: x\r\nX-A: a\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\nContent-Length: \(inner.utf8.count)\r\nExpect: 100-continue\r\n\r\n",
        "PUT /x HTTP/1.0\r\nContent-Length: \(inner.utf8.count)\r\nConnection: close\r\n\r\n",
    ]
    private static let insertions = [
        "\r\n", "\n", "\r", " ", "\t", "\0", ":", ",", "0", "_", "\u{85}", "Content-Length: 0\r\n",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: identity\r\n", "Transfer-Encoding : chunked\r\n",
        "Host: y\r\n", " folded\r\n", "X: y\r\n\r\n", "GET /inner HTTP/1.1\r\n", "HTTP/0.9", "chunked, ", "+",
    ]

    init(using random: inout SplitMix) {
        let whole = Self.heads.randomElement(using: &random)!
        var head = Array(whole.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0..<head.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: head[place] = UInt8.random(in: 0...255, using: &random)
            case 1: head.remove(at: place)
            case 2: head[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            default: head.insert(contentsOf: Self.insertions.randomElement(using: &random)!.utf8, at: place)
            }
        }
        let isChunked = whole.contains("chunked")
        let size = String(Self.inner.utf8.count, radix: 16)
        let body = isChunked ? "\(size)\r\n\(Self.inner)\r\n0\r\n\r\n" : Self.inner
        bytes = head + Array((body + Self.next).utf8) + Self.end
        hidesInnerRequest = isChunked || Self.framing(of: head)
    }

    /// Whether a head names a length other than zero to a reader who splits at line feeds, trims names and takes the
    /// first end of the head there is.
    private static func framing(of head: [UInt8]) -> Bool {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.contains { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ !$0.isWhitespace }).lowercased() == "content-length" else {
                return false
            }
            return parts[1].contains { $0 != "0" && !$0.isWhitespace }
        }
    }
}
