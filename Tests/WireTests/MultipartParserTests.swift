import JSON
import Testing
import Wire

@Suite struct MultipartParserTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let body: String
        let parts: [Part]
        var testDescription: String { body.debugDescription }

        init(_ body: String, _ parts: Part...) { (self.body, self.parts) = (body, parts) }
    }

    struct Part: Sendable, Equatable {
        let head: PartHead
        var content = ""

        init(_ name: String, _ content: String, filename: String? = nil, type: String? = nil) {
            head = PartHead(name: Text(name), filename: filename.map { Text($0) }, contentType: type.map { Text($0) })
            self.content = content
        }

        init(_ head: PartHead) { self.head = head }
    }

    private static func part(_ content: String, _ disposition: String = "form-data; name=\"a\"", _ more: String = "")
        -> String
    { "--b\r\nContent-Disposition: \(disposition)\r\n\(more)\r\n\(content)\r\n" }

    static let examples = [
        Example("--b--"), Example("--b--\r\n"),
        Example(part("x") + "--b--", Part("a", "x")),
        Example(part("") + part("\r\n") + part("\r") + "--b--\r\n", Part("a", ""), Part("a", "\r\n"), Part("a", "\r")),
        // What only looks like a boundary.
        Example(part("x--b\r\n--c\r\n-\r\n--\r\n\r--\n") + "--b--", Part("a", "x--b\r\n--c\r\n-\r\n--\r\n\r--\n")),
        Example(
            part(
                "\u{0}\n", "form-data; name=\"file\"; filename=\"../a; b=%22漢\"",
                "Content-Type: text/plain; charset=x\r\nX-Other: y\r\nContent-Transfer-Encoding: BINARY\r\n") + "--b--",
            Part("file", "\u{0}\n", filename: "../a; b=%22漢", type: "text/plain; charset=x")),
        Example(
            "--b\r\ncontent-type:a/b\r\nCONTENT-DISPOSITION:\tForm-Data ;\tNAME=a;filename=\"\"\r\n\r\n\r\n--b--",
            Part("a", "", filename: "", type: "a/b")),
    ]

    @Test(arguments: examples)
    func `a form is read the same wherever it is cut`(example: Example) throws {
        let bytes = Array(example.body.utf8)
        for cut in 0...bytes.count {
            for second in cut...bytes.count {
                let pieces = [bytes[..<cut], bytes[cut..<second], bytes[second...]].map { Array($0) }
                #expect(try Self.read(pieces) == example.parts, "cut at \(cut) and \(second)")
            }
        }
        #expect(try Self.read(bytes.map { [$0] }) == example.parts)
    }

    @Test(arguments: examples)
    func `where a part's bytes stand is known, wherever the form is cut`(example: Example) throws {
        let bytes = Array(example.body.utf8)
        for cut in 0...bytes.count {
            var parser = try MultipartParser(boundary: Array("b".utf8))
            var (found, start, length) = ([String](), 0, 0)
            for piece in [bytes[..<cut], bytes[cut...]] {
                parser.feed(Array(piece))
                while let event = try parser.next() {
                    switch event {
                    case .part: (start, length) = (parser.offset, 0)
                    case .bytes(let some): length += some.count
                    case .partEnd: found.append(String(decoding: bytes[start..<start + length], as: UTF8.self))
                    }
                }
            }
            #expect(found == example.parts.map(\.content), "cut at \(cut)")
        }
    }

    @Test(arguments: examples)
    func `a form that ends too early is known to be no form`(example: Example) throws {
        let bytes = Array(example.body.utf8)
        let length = example.body.hasSuffix("\r\n") ? bytes.count - 2 : bytes.count
        for count in 0..<length { #expect(try Self.read([Array(bytes[..<count])]) == nil) }
    }

    @Test(arguments: [
        // Around boundaries.
        "\r\n--b--", "x\r\n--b--", "--b --", "--bb--", "--b\nX", "--b \r\n", "--b--x", "--b--\n", "--b--\r\n\r\n",
        part("x\n--b"), part("x\r--b"), part("--b--"), part("\n--b\r\n"), part("x") + "--b\r\r", part("x") + "--bxy",
        "--b\r\n--b--\r\n",
        // In heads.
        "--b\r\n\r\n", "--b\r\nContent-Type: a/b\r\n\r\n", "--b\r\nContent-Disposition: form-data; name=a\n\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"a\u{0}\"\r\n\r\n",
        "--b\r\nContent-Disposition : form-data; name=a\r\n",
        "--b\r\nContent-Disposition: form-data; name=a\r\n b\r\n", "--b\r\nX: y\rz\r\n", "--b\r\n: x\r\n",
        "--b\r\nx\r\n",
        part("", "form-data; name=a", "Content-Disposition: form-data; name=b\r\n"),
        part("", "form-data; name=a", "--b--X: y\r\n"),
        part("", "form-data; name=a", "Content-Type: a/b\r\ncontent-type: c/d\r\n"),
        part("", "form-data; name=a", "Content-Transfer-Encoding: base64\r\n"),
        part("", "attachment; name=a"), part("", "form-data"), part("", "form-data; name=\"\""),
        part("", "form-data; name=a; name=b"), part("", "form-data; name=a; filename*=UTF-8''b"),
        part("", "form-data; name=a; size=3"), part("", #"form-data; name="a\"b""#), part("", #"form-data; name="a"#),
        part("", "form-data; name=\"a\tb\""), part("", "form-data; name=\"a\u{85}\""), part("", "form-data; name=a b"),
        part("", "form-data name=a"), part("", "form-data; name=a;"), part("", "form-data; name =a"),
    ])
    func `what two readers could take for two forms is refused, however it is cut`(body: String) {
        let bytes = Array(body.utf8)
        #expect(throws: Refusal.self) { try Self.read([bytes]) }
        #expect(throws: Refusal.self) { try Self.read(bytes.map { [$0] }) }
    }

    @Test func `a name that is not UTF-8 is refused`() {
        let bytes = Array("--b\r\nContent-Disposition: form-data; name=\"".utf8) + [0xC3] + Array("\"\r\n\r\n".utf8)
        #expect(throws: Refusal.self) { try Self.read([bytes]) }
    }

    @Test(arguments: [1, 1000])
    func `heads, fields and parts are bounded`(piece: Int) throws {
        let disposition = "Content-Disposition: form-data; name=a\r\n"
        func form(head: Int) -> String {
            "--b\r\n\(disposition)X: \(String(repeating: "x", count: head - disposition.utf8.count - 5))\r\n\r\n\r\n--b--"
        }
        #expect(try Self.read(cut(form(head: 8192), piece))?.count == 1)
        #expect(throws: Refusal.self) { try Self.read(cut(form(head: 8193), piece)) }
        #expect(throws: Refusal.self) { try Self.read(cut("--b\r\n" + String(repeating: "x", count: 8193), piece)) }
        func form(fields: Int) -> String {
            "--b\r\n\(disposition)\(String(repeating: "X: y\r\n", count: fields - 1))\r\n\r\n--b--"
        }
        #expect(try Self.read(cut(form(fields: 16), piece))?.count == 1)
        #expect(throws: Refusal.self) { try Self.read(cut(form(fields: 17), piece)) }
        let parts = String(repeating: Self.part("x"), count: 100)
        #expect(try Self.read(cut(parts + "--b--", piece))?.count == 100)
        #expect(throws: Refusal.self) { try Self.read(cut(parts + Self.part("x"), piece)) }
    }

    @Test func `a file is given out as it comes, and what is kept back is short`() throws {
        var parser = try MultipartParser(boundary: Array("b".utf8))
        parser.feed(Array(Self.part("").dropLast().utf8))
        #expect(try parser.next() == .part(PartHead(name: "a")))
        for line in ["abc\r\n", "\r\n-", "--\n"] {
            parser.feed(Array(String(repeating: line, count: 10_000).utf8))
            var count = 0
            while let event = try parser.next() {
                if case .bytes(let bytes) = event { count += bytes.count }
            }
            #expect((line.utf8.count * 10_000 - 4...line.utf8.count * 10_000 + 4).contains(count))
        }
    }

    @Test func `the boundary is that of the content type`() throws {
        for type in [
            "multipart/form-data; boundary=b", "Multipart/Form-Data;BOUNDARY=\"b\"",
            "multipart/form-data ; boundary=b ",
        ] {
            #expect(try Self.read([Array("--b--".utf8)], contentType: type) == [])
        }
        let longest = String(repeating: "'()+_,-./:=? ", count: 5) + "abcde"
        #expect(
            try Self.read([Array("--\(longest)--".utf8)], contentType: "multipart/form-data; boundary=\"\(longest)\"")
                == [])
        for type in [
            "", "text/plain; boundary=b", "multipart/form-data", "multipart/mixed; boundary=b",
            "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=\"b \"",
            "multipart/form-data; boundary=\"\(longest)f\"", "multipart/form-data; boundary=b; boundary=c",
            "multipart/form-data; boundary=a=b", "multipart/form-data; boundary=b; charset=x",
            "multipart/form-data; boundary=b,c",
            "multipart/form-data; boundary=\"ü\"", "multipart/form-data; boundary=\"a\nb\"",
            "multipart/form-data; boundary=a%b",
        ] {
            #expect(throws: Refusal.self, "\(type)") { try MultipartParser(contentType: Text(type)) }
        }
    }

    private func cut(_ text: String, _ size: Int) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }

    /// The parts of a whole form; nil if more would have to come.
    private static func read(_ pieces: [[UInt8]], contentType: String = "multipart/form-data; boundary=b") throws
        -> [Part]?
    {
        var parser = try MultipartParser(contentType: Text(contentType))
        var parts: [Part] = []
        var content: [UInt8] = []
        for piece in pieces {
            parser.feed(piece)
            while let event = try parser.next() {
                switch event {
                case .part(let head): parts.append(Part(head))
                case .bytes(let bytes): content += bytes
                case .partEnd:
                    parts[parts.count - 1].content = String(decoding: content, as: UTF8.self)
                    content = []
                }
            }
        }
        return parser.isComplete ? parts : nil
    }
}
