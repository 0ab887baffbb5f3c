import JSON
import Testing
import Wire

@Suite struct ServerSentEventTests {
    @Test func `an event is written field by field and ends with an empty line`() {
        let event = ServerSentEvent(id: "7", event: "delta", data: "a")
        #expect(String(decoding: event.bytes, as: UTF8.self) == "id: 7\nevent: delta\ndata: a\n\n")
        #expect(String(decoding: ServerSentEvent(data: "").bytes, as: UTF8.self) == "data: \n\n")
        #expect(ServerSentEvent.comment("ping") == Array(": ping\n\n".utf8))
    }

    @Test(arguments: ["", "a", "a\nb", "\n", "a\n\nb\n", " a", ": x", "data: x\n\nid: 1", "é😀\n漢"])
    func `what is written is read back`(data: String) throws {
        let event = ServerSentEvent(id: "1", event: "x", data: Text(data))
        #expect(try read(event.bytes) == [event])
    }

    @Test func `every kind of line break in the data makes a line`() throws {
        #expect(try read(ServerSentEvent(data: "a\rb\r\nc\nd").bytes).map(\.data) == ["a\nb\nc\nd"])
    }

    @Test func `an id or a type cannot smuggle in a field`() throws {
        let event = ServerSentEvent(id: "1\ndata: x\u{0}", event: "a\r\n\r\nb", data: "d")
        #expect(try read(event.bytes) == [ServerSentEvent(id: "1data: x", event: "ab", data: "d")])
    }

    private func read(_ bytes: [UInt8]) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        parser.feed(bytes)
        return try parser.rest()
    }
}

extension ServerSentEventParser {
    /// Every event that is whole already.
    mutating func rest() throws -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        while let event = try next() { events.append(event) }
        return events
    }
}
