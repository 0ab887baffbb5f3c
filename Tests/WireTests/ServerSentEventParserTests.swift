import JSON
import Testing
import Wire

@Suite struct ServerSentEventParserTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let text: [UInt8]
        let events: [ServerSentEvent]
        var testDescription: String { String(decoding: text, as: UTF8.self).debugDescription }

        init(_ text: String, _ events: ServerSentEvent...) { (self.text, self.events) = (Array(text.utf8), events) }
        init(bytes: [UInt8], _ events: ServerSentEvent...) { (self.text, self.events) = (bytes, events) }
    }

    static let examples = [
        Example("data: a\n\n", .init(data: "a")),
        Example("data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", .init(data: "a\nb"), .init(data: "c")),
        Example("data: a\rdata: b\r\rdata: c\r\r", .init(data: "a\nb"), .init(data: "c")),
        Example("data: a\r\n\rdata: b\n\r\n", .init(data: "a"), .init(data: "b")),
        Example("\u{FEFF}data: a\n\n\u{FEFF}data: b\n\ndata: c\n\n", .init(data: "a"), .init(data: "c")),
        Example("\u{FEFF}\ndata: a\n\n", .init(data: "a")),
        Example(": PING\n\n:\n: data: x\ndata: a\n: y\n\n", .init(data: "a")),
        Example("data:a\ndata:  b\ndata\n\n", .init(data: "a\n b\n")),
        Example("data\n\n", .init(data: "")),
        Example("data\ndata\n\n", .init(data: "\n")),
        Example("event: x\ndata: a\n\ndata: b\n\n", .init(event: "x", data: "a"), .init(data: "b")),
        Example("event: x\n\ndata: a\n\n", .init(data: "a")),
        Example("event:\ndata: a\n\n", .init(data: "a")),
        Example("id: 1\ndata: a\n\ndata: b\n\n", .init(id: "1", data: "a"), .init(id: "1", data: "b")),
        Example("id: 1\nid\ndata: c\n\n", .init(id: "", data: "c")),
        Example("id: a\u{0}b\ndata: a\n\n", .init(data: "a")),
        Example("Data: x\ndatax: y\nretry: 10\n data: z\ndata: a\n\n", .init(data: "a")),
        Example("\n\n\ndata: é漢😀\n\n\n\n", .init(data: "é漢😀")),
        Example(bytes: Array("data: a".utf8) + [0xFF, 0xE6, 0xBC, 98, 10, 10], .init(data: "a\u{FFFD}\u{FFFD}b")),
        Example("data: {\"a\":\"b: c\"}\n\ndata: [DONE]\n\n", .init(data: "{\"a\":\"b: c\"}"), .init(data: "[DONE]")),
    ]

    @Test(arguments: examples)
    func `a stream is read the same wherever it is cut`(example: Example) throws {
        for cut in 0...example.text.count {
            for second in cut...example.text.count {
                var parser = ServerSentEventParser()
                var events: [ServerSentEvent] = []
                for piece in [example.text[..<cut], example.text[cut..<second], example.text[second...]] {
                    parser.feed(Array(piece))
                    events += try parser.rest()
                }
                #expect(events == example.events, "cut at \(cut) and \(second)")
                #expect(!parser.isInsideEvent)
            }
        }
    }

    @Test(arguments: examples)
    func `a stream is read byte by byte`(example: Example) throws {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        for byte in example.text {
            parser.feed([byte])
            events += try parser.rest()
        }
        #expect(events == example.events)
    }

    @Test func `an event is out as soon as its empty line is`() throws {
        var parser = ServerSentEventParser()
        parser.feed(Array("data: a\r\n\r".utf8))
        #expect(try parser.next() == ServerSentEvent(data: "a"))
        parser.feed(Array("\ndata: b\r\r".utf8))
        #expect(try parser.next() == ServerSentEvent(data: "b"))
        #expect(try parser.next() == nil)
    }

    @Test(arguments: ["data: a", "data: a\n", "data: a\r\n", "data: ok\n\ndata: a\n", "event: x\n", "da", ": comment"])
    func `an event that is not finished is lost, and known to be`(text: String) throws {
        var parser = ServerSentEventParser()
        parser.feed(Array(text.utf8))
        #expect(try parser.rest().map(\.data).allSatisfy { $0 == "ok" })
        #expect(parser.isInsideEvent)
    }

    @Test(arguments: [1, 3, 1000])
    func `lines and events are bounded, however they arrive`(piece: Int) throws {
        #expect(throws: ServerSentEventError.lineTooLong) {
            try read(Array("data: 0123456789".utf8), piece: piece, limit: 15)
        }
        #expect(throws: ServerSentEventError.lineTooLong) {
            try read(Array(": 01234567890123\n".utf8), piece: piece, limit: 15)
        }
        #expect(throws: ServerSentEventError.eventTooLong) {
            try read(Array("data: 0123456\ndata: 01234567\n".utf8), piece: piece, limit: 15)
        }
        let fits = try read(Array("data: 012345678\n\ndata: 0123456\ndata: 0123456\n\n".utf8), piece: piece, limit: 15)
        #expect(fits.map(\.data) == ["012345678", "0123456\n0123456"])
    }

    @Test func `a long line in small pieces is read in one go over the bytes`() throws {
        let text = Array("data: \(String(repeating: "x", count: 1 << 20))\n\n".utf8)
        #expect(try read(text, piece: 100, limit: 8 << 20).map(\.data.utf8.count) == [1 << 20])
    }

    private func read(_ text: [UInt8], piece: Int, limit: Int) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser(limit: limit)
        var events: [ServerSentEvent] = []
        for start in stride(from: 0, to: text.count, by: piece) {
            parser.feed(Array(text[start..<min(start + piece, text.count)]))
            events += try parser.rest()
        }
        return events
    }
}
