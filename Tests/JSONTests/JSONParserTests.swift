import JSON
import Testing

/// RFC 8259, sentence by sentence.
@Suite struct JSONParserTests {
    @Test(arguments: [
        "null", " true ", "\tfalse\r\n", "0", "-0", "-0.0", "1e5", "1E+5", "0e-0", "123.456e-78", "\"\"", "\"\u{7F}\"",
        "\"\u{2028}\"", #""\"\\\/\b\f\n\r\t\u0000\u00e9\uD83D\uDE00""#, "[]", "[ ]", "[1]", "[1,2,[3]]", "{}", "{ }",
        #"{"":0}"#, #"{"a":{"a":{}}}"#, #"{"a":1,"b":[{"a":2},{"a":3}]}"#, "\"é😀\"", "12345678901234567890123", "1e400",
    ])
    func `what the grammar allows is read`(text: String) throws {
        let value = try JSONValue(parsing: text.utf8)
        #expect(try JSONValue(parsing: value.bytes) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "NaN", "Infinity", "-Infinity", "undefined", "'a'", "+1", "-", "01", "-01",
        "1.",
        ".1", "1.e1", "1e", "1e+", "1e1.5", "0x10", "1_000", "1 2", "\"", "\"a", "\"\\\"", "\"\\x41\"", "\"\\u12\"",
        "\"\\u12G4\"", "\"\\U0041\"", "\"a\nb\"", "\"a\tb\"", "\"\u{0}\"", "\"\u{1F}\"", "[", "]", "[1", "[1,", "[1,]",
        "[,1]", "[1,,2]", "[1 2]", "[1}", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}",
        "{\"a\":1 \"b\":2}", "{\"a\":1]", "{,}", "[]]", "{}{}", "// a\n1", "/**/1", "1//", "\u{FEFF}1", "\u{A0}1",
        "[1]\u{0}",
    ])
    func `what the grammar forbids is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text.utf8) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: text.utf8, duplicates: .keepFirst) }
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE0, 0x80, 0x80],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused wherever they stand`(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: JSONError.self) { try JSONValue(parsing: [quote] + bytes + [quote]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array("\"\\n".utf8) + bytes + [quote]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array("{\"".utf8) + bytes + Array("\":1}".utf8)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: bytes + [UInt8(ascii: "1")]) }
    }

    @Test func `half a surrogate pair becomes U+FFFD and nothing else is lost`() throws {
        #expect(try JSONValue(parsing: #""\ud83d\ude00""#.utf8).text == "😀")
        #expect(try JSONValue(parsing: #""a\ud83db""#.utf8).text == "a\u{FFFD}b")
        #expect(try JSONValue(parsing: #""\ude00\ud83d""#.utf8).text == "\u{FFFD}\u{FFFD}")
        #expect(try JSONValue(parsing: #""\ud83d\u0041""#.utf8).text == "\u{FFFD}A")
        #expect(try JSONValue(parsing: #""\ud83d\n""#.utf8).text == "\u{FFFD}\n")
        #expect(try JSONValue(parsing: #""\ud83d\ud83d\ude00""#.utf8).text == "\u{FFFD}😀")
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func `64 levels are read and 65 refused`(open: String, close: String) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        #expect(try JSONValue(parsing: nested(64).utf8).serialized == nested(64))
        #expect(throws: JSONError.tooDeep) { try JSONValue(parsing: nested(65).utf8) }
        #expect(throws: JSONError.tooDeep) { try JSONValue(parsing: String(repeating: open, count: 100_000).utf8) }
    }

    @Test(arguments: [("[", "0", "]"), ("{", #""":[]"#, "}"), ("[", "[]", "]")])
    func `a hundred thousand values are read, and one more refused`(open: String, value: String, close: String) throws {
        func text(of count: Int) -> String {
            open + [String](repeating: value, count: count - 1).joined(separator: ",") + close
        }
        // Names that are not told apart here, so the first of them is kept.
        func parse(_ count: Int) throws -> JSONValue {
            try JSONValue(parsing: text(of: count).utf8, duplicates: .keepFirst)
        }
        #expect(throws: Never.self) { try parse(JSONValue.maximumCount) }
        #expect(throws: JSONError.tooMany) { try parse(JSONValue.maximumCount + 1) }
    }

    @Test(arguments: [#"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, #"[{"b":{"x":0,"a":1,"a":1}}]"#])
    func `a name that occurs twice is refused, however it is spelled`(text: String) {
        #expect(throws: JSONError.duplicateKey("a")) { try JSONValue(parsing: text.utf8) }
    }

    @Test func `a name that occurs twice among many is refused`() {
        let names = (0..<100).map { "\"k\($0)\":0" } + ["\"k57\":1"]
        #expect(throws: JSONError.duplicateKey("k57")) {
            try JSONValue(parsing: "{\(names.joined(separator: ","))}".utf8)
        }
    }

    @Test func `a lenient reader keeps the first of two`() throws {
        let text = #"{"a":1,"b":{"c":1,"c":2},"a":2,"\u0061":3}"#
        #expect(try JSONValue(parsing: text.utf8, duplicates: .keepFirst).serialized == #"{"a":1,"b":{"c":1}}"#)
        let many = (0..<40).map { "\"k\($0 % 20)\":\($0)" }.joined(separator: ",")
        let value = try JSONValue(parsing: "{\(many)}".utf8, duplicates: .keepFirst)
        #expect(value.members?.map(\.value) == (0..<20).map { .integer($0) })
    }

    @Test func `the place of an error is the first byte that does not fit`() {
        #expect(throws: JSONError.malformed(at: 5)) { try JSONValue(parsing: "[1,2 3]".utf8) }
        #expect(throws: JSONError.malformed(at: 3)) { try JSONValue(parsing: "{} x".utf8) }
    }
}
