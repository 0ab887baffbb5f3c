import Testing
import Wire

/// Tables as spreadsheets write them (RFC 4180).
@Suite struct SeparatedRowsTests {
    private func rows(_ text: String, _ separator: Character = ",") -> [SeparatedRows.Row] {
        Array(SeparatedRows(Array(text.utf8)[...], separator: separator.asciiValue!))
    }

    private func values(_ text: String, _ separator: Character = ",") -> [[String]] {
        rows(text, separator).map { row in row.values.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test func `a row is a line, and a value what stands between separators`() {
        #expect(values("a,b\r\nc,\n,d\re") == [["a", "b"], ["c", ""], ["", "d"], ["e"]])
        #expect(values("a;b,c\nd;e", ";") == [["a", "b,c"], ["d", "e"]])
        #expect(values("a\tb\n", "\t") == [["a", "b"]])
        #expect(values("密钥,名称") == [["密钥", "名称"]])
        #expect(values("") == [] && values("\n\r\n\n") == [])
    }

    @Test func `quotes hold separators, line breaks and quotes`() {
        #expect(
            values("\"a,b\",\"c\r\nd\",\"say \"\"hi\"\"\"\nx,y,z") == [
                ["a,b", "c\r\nd", "say \"hi\""], ["x", "y", "z"],
            ])
        #expect(values("\"\",\"\"\"\"") == [["", "\""]])
        // Not as the document has it, but as it is found.
        #expect(values("a\"b\",\"c\"d\n") == [["a\"b\"", "cd"]])
    }

    @Test func `rows know the line that they begin in`() {
        #expect(rows("a\r\n\r\n\"b\r\nb\"\nc\r\rd").map(\.line) == [1, 3, 5, 7])
        #expect(Array(SeparatedRows(Array("a\nb".utf8)[...], line: 10)).map(\.line) == [10, 11])
    }

    @Test func `a quote that nobody closes and a row without end show`() {
        #expect(rows("a\n\"b\nc\n").map(\.isWhole) == [true, false])
        #expect(values("a\n\"b\nc\n")[1] == ["b\nc\n"])
        let wide = rows(String(repeating: ",", count: 1 << 20))
        #expect(
            wide.count == 1 && !wide[0].isWhole && wide[0].values.count == SeparatedRows.mostValues && wide[0].isBlank)
    }

    @Test(arguments: [9_999, 10_000]) func `thousands of quotes are a value like others`(count: Int) {
        let found = rows(String(repeating: "\"", count: count) + "\nx")
        // An odd number leaves the last one open.
        #expect(found.map(\.isWhole) == (count % 2 == 0 ? [true, true] : [false]))
        #expect(found[0].values[0].count >= count / 2 - 1)
    }

    @Test(
        arguments: [("a,b;c,d", ","), ("a;b", ";"), ("a\tb,c\td", "\t"), ("\"a;b;c\",d", ","), ("key", ",")]
            as [(String, Character)])
    func `the separator is what the first line has most of`(text: String, separator: Character) {
        #expect(SeparatedRows.separator(in: Array((text + "\n;;;;;;;;").utf8)[...]) == separator.asciiValue)
    }
}
