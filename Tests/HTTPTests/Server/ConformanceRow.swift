import Testing

/// One exchange on a raw socket: what is sent, the statuses that must come back, and whether the connection stays open.
struct ConformanceRow: Sendable, CustomTestStringConvertible {
    let name: String
    let request: String
    let statuses: [Int]
    let isOpen: Bool

    var testDescription: String { name }

    /// A request with exactly these lines after the request line and `Host`, and a second one behind it that must not be
    /// served when the first is refused.
    static func refused(_ name: String, _ status: Int, _ lines: String..., body: String = "") -> ConformanceRow {
        let head = (["POST / HTTP/1.1", "Host: x"] + lines).joined(separator: "\r\n")
        return ConformanceRow(name: name, request: "\(head)\r\n\r\n\(body)\(next)", statuses: [status], isOpen: false)
    }

    /// Bytes that are refused as they are.
    static func refused(_ name: String, _ status: Int, raw: String) -> ConformanceRow {
        ConformanceRow(name: name, request: raw, statuses: [status], isOpen: false)
    }

    static func answered(_ name: String, _ statuses: [Int] = [200], _ request: String) -> ConformanceRow {
        ConformanceRow(name: name, request: request, statuses: statuses, isOpen: true)
    }

    static func answeredAndClosed(_ name: String, _ request: String) -> ConformanceRow {
        ConformanceRow(name: name, request: request, statuses: [200], isOpen: false)
    }

    static let next = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n"
}

// MARK: The rows

extension ConformanceRow {
    static let lengths: [ConformanceRow] = [
        refused("equal lengths twice", 400, "Content-Length: 3", "Content-Length: 3", body: "abc"),
        refused("different lengths", 400, "Content-Length: 3", "Content-Length: 0", body: "abc"),
        refused("a list of lengths", 400, "Content-Length: 3, 3", body: "abc"),
        refused("length +3", 400, "Content-Length: +3", body: "abc"),
        refused("length -1", 400, "Content-Length: -1"),
        refused("length 0x3", 400, "Content-Length: 0x3", body: "abc"),
        refused("length 3abc", 400, "Content-Length: 3abc", body: "abc"),
        refused("empty length", 400, "Content-Length:"),
        refused("length of 2^64 + 3", 413, "Content-Length: 18446744073709551619", body: "abc"),
        refused("length, then chunked", 400, "Content-Length: 3", "Transfer-Encoding: chunked", body: "0\r\n\r\n"),
        refused("chunked, then length", 400, "Transfer-Encoding: chunked", "Content-Length: 3", body: "0\r\n\r\n"),
    ]

    static let codings: [ConformanceRow] = [
        refused("coding xchunked", 501, "Transfer-Encoding: xchunked", body: "0\r\n\r\n"),
        refused("coding gzip, chunked", 501, "Transfer-Encoding: gzip, chunked", body: "0\r\n\r\n"),
        refused("coding chunked, identity", 501, "Transfer-Encoding: chunked, identity", body: "0\r\n\r\n"),
        refused("coding identity with a length", 400, "Transfer-Encoding: identity", "Content-Length: 3", body: "abc"),
        refused("two codings", 400, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked", body: "0\r\n\r\n"),
        refused(
            "coding in HTTP/1.0", 400, raw: "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        refused("space before the colon", 400, "Transfer-Encoding : chunked", body: "0\r\n\r\n"),
    ]

    static let chunks: [ConformanceRow] = [
        answered("chunked body", chunked("3\r\nabc\r\n0\r\n\r\n")),
        answered("chunk extension", chunked("3;a=\"b\"\r\nabc\r\n0\r\n\r\n")),
        answered("trailers", [200, 200], chunked("3\r\nabc\r\n0\r\nX-T: 1\r\nY: 2\r\n\r\n") + next),
        refused("chunk size 0x3", 400, raw: chunked("0x3\r\nabc\r\n0\r\n\r\n") + next),
        refused("chunk size -3", 400, raw: chunked("-3\r\nabc\r\n0\r\n\r\n") + next),
        refused("chunk size over 2^63", 413, raw: chunked("fffffffffffffffff\r\nabc\r\n0\r\n\r\n") + next),
        refused("chunk line with a bare line feed", 400, raw: chunked("3\nabc\r\n0\r\n\r\n") + next),
        refused("chunk without its end", 400, raw: chunked("3\r\nabcdef\r\n0\r\n\r\n") + next),
    ]

    static let heads: [ConformanceRow] = [
        refused("folded field", 400, "X-A: 1", " 2"),
        refused("folded first field", 400, raw: "GET / HTTP/1.1\r\n Host: x\r\n\r\n" + next),
        refused("bare line feeds", 400, raw: "GET / HTTP/1.1\nHost: x\n\n"),
        refused("bare carriage return in a value", 400, "X-A: a\rb"),
        refused("NUL in a value", 400, "X-A: a\0b"),
        refused("NUL in a name", 400, "X\0A: a"),
        refused("NUL in the target", 400, raw: "GET /\0a HTTP/1.1\r\nHost: x\r\n\r\n" + next),
        refused("empty field name", 400, ": a"),
        refused("line without a colon", 400, "nonsense"),
        refused("space in a field name", 400, "X A: a"),
        refused("underscore in a field name", 400, "X_A: a"),
        refused("no Host", 400, raw: "GET / HTTP/1.1\r\nX-A: a\r\n\r\n" + next),
        refused("two Hosts", 400, "Host: y"),
        refused("Host that ends the authority", 400, raw: "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"),
        refused("expectation nobody knows", 417, "Expect: bogus", "Content-Length: 3", body: "abc"),
        refused("field of 40 KB", 431, "X-A: " + String(repeating: "a", count: 40_000)),
        refused("300 fields", 431, (0..<300).map { "X-\($0): a" }.joined(separator: "\r\n")),
    ]

    static let requestLines: [ConformanceRow] = [
        answered("unknown method", [405], "FOO / HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused("method that is no token", 400, raw: "G@T / HTTP/1.1\r\nHost: x\r\n\r\n" + next),
        refused("HTTP/1.2", 505, raw: "GET / HTTP/1.2\r\nHost: x\r\n\r\n" + next),
        refused("HTTP/2.0", 505, raw: "GET / HTTP/2.0\r\nHost: x\r\n\r\n" + next),
        refused("HTTP/0.9", 400, raw: "GET /\r\n"),
        refused("HTTP/2 preface", 400, raw: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        refused("lower-case version", 400, raw: "GET / http/1.1\r\nHost: x\r\n\r\n"),
        refused("two spaces", 400, raw: "GET  / HTTP/1.1\r\nHost: x\r\n\r\n" + next),
        answered("absolute form", "GET http://X/a HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused("absolute form of another host", 400, raw: "GET http://y/ HTTP/1.1\r\nHost: x\r\n\r\n" + next),
        refused("absolute form of a longer host", 400, raw: "GET http://x.y/ HTTP/1.1\r\nHost: x\r\n\r\n" + next),
        refused(
            "target of 20 KB", 414, raw: "GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused("endless target", 414, raw: "GET /" + String(repeating: "a", count: 20_000)),
        answered("one empty line before", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused("two empty lines before", 400, raw: "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n" + next),
    ]

    static let connections: [ConformanceRow] = [
        answered("baseline", next),
        answered("DELETE", "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n"),
        answered("GET with a body", [200, 200], "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + next),
        answered("three at once", [200, 200, 200], next + next + next),
        answeredAndClosed("HTTP/1.0", "GET / HTTP/1.0\r\n\r\n" + next),
        answered("HTTP/1.0 that stays", [200, 200], "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n" + next),
        answeredAndClosed("Connection: close", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + next),
        answeredAndClosed(
            "close in a list of options", "GET / HTTP/1.1\r\nHost: x\r\nConnection: TE, Close\r\n\r\n" + next),
    ]

    static let all = lengths + codings + chunks + heads + requestLines + connections

    private static func chunked(_ body: String) -> String {
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body
    }

    private static func answered(_ name: String, _ request: String) -> ConformanceRow {
        answered(name, [200], request)
    }
}
