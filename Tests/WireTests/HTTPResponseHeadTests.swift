import JSON
import Testing
import Wire

@Suite struct HTTPResponseHeadTests {
    @Test func `a head is written as HTTP wants it`() throws {
        let text = try written(404, ["Content-Type": "text/plain", "X-A": ""])
        #expect(text == "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nX-A: \r\n")
    }

    @Test(arguments: ["a\r\nSet-Cookie: x=y", "a\nb", "a\rb", "a\0b", "a\u{7F}b"])
    func `a value that would begin another line is not written`(_ value: String) {
        #expect(throws: ResponseHead.MalformedField.self) { try written(200, ["X-A": Text(value)]) }
    }

    @Test(arguments: ["", "X A", "X:A", "X\r\nA", "Ä"])
    func `a name that is no token is not written`(_ name: String) {
        var headers = Headers()
        headers.append(Text(name), "a")
        #expect(throws: ResponseHead.MalformedField.self) { try written(200, headers) }
    }

    @Test func `framing is not the handler's business`() throws {
        let text = try written(
            200,
            [
                "content-length": "9", "Transfer-Encoding": "gzip", "Connection": "close", "Date": "x",
                "X-Request-ID": "y",
            ])
        #expect(text == "HTTP/1.1 200 OK\r\n")
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
        (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
    ])
    func `a date is written in the one format of HTTP`(_ seconds: Int, _ text: String) {
        #expect(HTTPDate.text(unixSeconds: seconds) == text)
    }

    private func written(_ status: Int, _ headers: Headers) throws -> String {
        var output: [UInt8] = []
        try ResponseHead(status: status, headers: headers).append(to: &output)
        return String(decoding: output, as: UTF8.self)
    }
}

@Suite struct HTTPHeadersTests {
    @Test func `setting replaces every field of a name, whatever its case`() {
        var headers: Headers = ["A": "1", "b": "2", "a": "3"]
        headers["a"] = "4"
        #expect(headers.fields.map(\.value) == ["2", "4"])
        headers["B"] = nil
        #expect(headers["b"] == nil)
        #expect(headers == ["a": "4"])
    }
}
