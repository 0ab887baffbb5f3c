import Testing
import Wire

@Suite struct HTTPBodyTests {
    private static let chunked = "3;x=y\r\nabc\r\nA\r\n0123456789\r\n000\r\nTrailer: 1\r\n\r\nnext"

    @Test func `chunks are put together, extensions and trailers dropped, and what follows is left alone`() throws {
        let (body, rest, isComplete) = try decode([Array(Self.chunked.utf8)])
        #expect(body == "abc0123456789")
        #expect(rest == "next")
        #expect(isComplete)
    }

    @Test func `where chunks are cut makes no difference`() throws {
        let bytes = Array(Self.chunked.utf8)
        for cut in 0..<bytes.count {
            let (body, rest, isComplete) = try decode([Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(body == "abc0123456789" && rest == "next" && isComplete, "cut at \(cut)")
        }
        let (body, _, isComplete) = try decode(bytes.map { [$0] })
        #expect(body == "abc0123456789" && isComplete)
    }

    @Test func `a body of known length ends there`() throws {
        let bytes = Array("hello next".utf8)
        for cut in 0..<bytes.count {
            let (body, rest, isComplete) = try decode([Array(bytes[..<cut]), Array(bytes[cut...])], .length(5))
            #expect(body == "hello" && rest == " next" && isComplete)
        }
    }

    @Test(arguments: [
        "\r\n", "g\r\n", " 3\r\n", "3 \r\n", "+3\r\n", "0x3\r\n", "3\n", "3\r3", "3;a\nb", "3;a\0", "3\r\nabcd",
        "3\r\nabc\n",
        "3\r\nabc\rx", "0\r\nA: b\n", "0\r\n\rx", "8000000000000000\r\n", "00000000000000003\r\n",
        "3;" + String(repeating: "a", count: 9000), "0\r\n" + String(repeating: "A: b\r\n", count: 3000),
    ])
    func `chunk framing that two servers could read differently is refused`(_ text: String) {
        #expect(throws: Refusal.self) { try decode([Array(text.utf8)]) }
        #expect(throws: Refusal.self) { try decode(text.utf8.map { [$0] }) }
    }

    private func decode(
        _ pieces: [[UInt8]], _ framing: BodyFraming = .chunked
    ) throws -> (body: String, rest: String, isComplete: Bool) {
        var decoder = BodyDecoder(framing)
        var input = ByteQueue()
        var body: [UInt8] = []
        for piece in pieces {
            input.append(piece)
            while true {
                let decoded = try decoder.decode(&input)
                guard !decoded.isEmpty else { break }
                body += decoded
            }
        }
        let rest = input.takeFirst(input.count)
        return (String(decoding: body, as: UTF8.self), String(decoding: rest, as: UTF8.self), decoder.isComplete)
    }
}
