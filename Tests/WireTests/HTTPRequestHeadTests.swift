import JSON
import TestKit
import Testing
import Wire

@Suite struct HTTPRequestHeadTests {
    @Test func `a head says who asks what`() throws {
        let (head, length) = try #require(
            parse("POST /a/b?c=d HTTP/1.1\r\nHost: x\r\nX-One:  1 \r\nx-one: 2\r\n\r\nrest"))
        #expect(head.method == .post)
        #expect(head.path == "/a/b")
        #expect(head.query == "c=d")
        #expect(head.version == .http11)
        #expect(head.headers["X-ONE"] == "1")
        #expect(head.headers.all("X-One") == ["1", "2"])
        #expect(head.headers.fields.map(\.name) == ["Host", "X-One", "x-one"])
        #expect(head.framing == .length(0))
        #expect(length == 57)
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "\r\nPOST /a?b HTTP/1.1\r\nHost: x:80\r\nContent-Length: 12\r\nExpect: 100-continue\r\nConnection: a, close\r\n\r\n",
    ])
    func `where the bytes are cut makes no difference`(_ text: String) throws {
        let whole = try #require(parse(text))
        let bytes = Array(text.utf8)
        for cut in 0..<bytes.count {
            var parser = RequestHeadParser()
            let early = parser.parse(bytes[..<cut])
            guard case .needsMore = early else {
                Issue.record("\(cut) bytes are not a head: \(early)")
                continue
            }
            guard case .head(let head, let length) = parser.parse(bytes[...]) else {
                Issue.record("not read after a cut at \(cut)")
                continue
            }
            #expect(length == whole.length)
            #expect(head.path == whole.head.path && head.headers == whole.head.headers)
            #expect(head.framing == whole.head.framing && head.keepsAlive == whole.head.keepsAlive)
        }
    }

    @Test(arguments: ["GET / HTTP/1.1\r\nHost: x\r\nX: a\n", "GET / HTTP/1.1\r\nHost: x\r\nX: a\rb", "GET /\0"])
    func `a byte that cannot be right is refused when it arrives, however it is cut`(_ text: String) {
        let bytes = Array(text.utf8)
        for cut in 0..<bytes.count {
            var parser = RequestHeadParser()
            if case .refused = parser.parse(bytes[..<cut]) { Issue.record("refused after \(cut) bytes") }
            guard case .refused(let refusal) = parser.parse(bytes[...]) else {
                Issue.record("not refused after a cut at \(cut)")
                continue
            }
            #expect(refusal.status == 400)
        }
    }

    @Test func `a head of exactly the limits is read, one more is refused`() {
        var limits = HeadLimits()
        limits.fields = 3
        limits.target = 20
        limits.head = 200
        let fields = (0..<3).map { "X-\($0): a\r\n" }
        #expect(status("GET / HTTP/1.0\r\n\(fields.joined())\r\n", limits) == 200)
        #expect(status("GET / HTTP/1.0\r\n\(fields.joined())X: a\r\n\r\n", limits) == 431)
        #expect(status("GET /\(String(repeating: "a", count: 19)) HTTP/1.0\r\n\r\n", limits) == 200)
        #expect(status("GET /\(String(repeating: "a", count: 20)) HTTP/1.0\r\n\r\n", limits) == 414)
        #expect(status("GET / HTTP/1.0\r\nX: \(String(repeating: "a", count: 100))\r\n\r\n", limits) == 200)
        #expect(status("GET / HTTP/1.0\r\nX: \(String(repeating: "a", count: 200))\r\n\r\n", limits) == 431)
    }

    @Test func `an absolute URL of the same host is its path`() throws {
        let cases =
            [
                "http://x": ("/", nil), "http://x/": ("/", nil), "HTTP://X/a?b": ("/a", "b"), "https://x?b": ("/", "b"),
            ] as [String: (String, String?)]
        for (target, (path, query)) in cases {
            let head = try #require(parse("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n")).head
            #expect(head.path == path)
            #expect(head.query == query)
        }
    }

    @Test func `twenty thousand broken heads are refused or read, and nothing traps`() {
        let seed = Array(
            "POST http://x/a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
        var random = SplitMix(7)
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(contentsOf: [13, 10], at: place)
                }
            }
            var parser = RequestHeadParser()
            if case .head(let head, let length) = parser.parse(bytes[...]) {
                #expect(length <= bytes.count && head.path.hasPrefix("/"))
            }
        }
    }

    private func parse(_ text: String) -> (head: RequestHead, length: Int)? {
        var parser = RequestHeadParser()
        guard case .head(let head, let length) = parser.parse(Array(text.utf8)[...]) else { return nil }
        return (head, length)
    }

    private func status(_ text: String, _ limits: HeadLimits) -> Int? {
        var parser = RequestHeadParser(limits: limits)
        return switch parser.parse(Array(text.utf8)[...]) {
        case .head: 200
        case .refused(let refusal): refusal.status
        case .needsMore: nil
        }
    }
}

extension RequestHeadParser {
    fileprivate mutating func parse(_ bytes: ArraySlice<UInt8>) -> Progress { parse(bytes.span) }
}
