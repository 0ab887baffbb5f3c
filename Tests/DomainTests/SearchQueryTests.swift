import JSON
import TestKit
import Testing

@testable import Domain

/// What is made of the words that somebody types to search.
@Suite struct SearchQueryTests {
    private func terms(_ text: Text) throws -> [String] { try SearchQuery(text).terms }

    @Test(arguments: Self.words)
    func `words and phrases are to be found`(text: Text, terms: [String]) throws {
        if terms.isEmpty {
            #expect(throws: ChatError.invalid(field: "query", .empty)) { try SearchQuery(text) }
        } else {
            #expect(try self.terms(text) == terms)
        }
    }

    private static let words: [(Text, [String])] = [
        ("hello", ["hello"]), ("  two   words\t", ["two", "words"]), ("退款　政策", ["退款", "政策"]), ("a", ["a"]),
        (#""two words" three"#, ["two words", "three"]), ("“中文 引号”", ["中文 引号"]), ("「日本」", ["日本"]),
        (#""not closed yet"#, ["not closed yet"]), (#"5" nails"#, [#"5""#, "nails"]), (#""""#, []),
        (#""before:" x"#, ["before:", "x"]), ("https://a.example/b", ["https://a.example/b"]),
        ("cabin:x", ["cabin:x"]), ("e\u{301}", ["e\u{301}"]), ("：", ["："]),
    ]

    @Test(arguments: Self.days)
    func `a day begins where it is searched from`(text: Text, day: String) throws {
        let query = try SearchQuery(text, zone: .seconds(8 * 3600))
        #expect(query.before == Timestamp(iso: "\(day)T00:00:00+08:00"))
        #expect(query.terms.isEmpty && query.after == nil)
    }

    private static let days: [(Text, String)] = [
        ("before:2026-01-31", "2026-01-31"), ("BEFORE：2026/1/31", "2026-01-31"), ("before:2026-02", "2026-02-01"),
        (#"before:"2026""#, "2026-01-01"), ("before:2026.12.1", "2026-12-01"), ("before:2024-02-29", "2024-02-29"),
        ("before:2026-03-01 before:2026-02-01", "2026-02-01"),
    ]

    @Test(arguments: [
        "before:", "after:", "before: 2026-01-31", "before:yesterday", "after:2026-13", "after:2026-02-30",
        "after:26-1-1x",
        "before:2026-1-1-1", "before:1969-01-01", "after:99999", "before:-1", "before:2025-02-29", "after:２０２６",
    ])
    func `what is no day is refused`(text: Text) {
        #expect(throws: ChatError.invalid(field: "query", .notADay)) { try SearchQuery(text) }
    }

    @Test func `filters stand among words`() throws {
        let query = try SearchQuery(#"tax in:"My project" after:2026-01-01 form in:报销"#)
        #expect(query.terms == ["tax", "form"])
        #expect(query.projects == ["My project", "报销"])
        #expect(query.after == Timestamp(iso: "2026-01-01T00:00:00Z"))
        #expect(throws: ChatError.invalid(field: "query", .noProjectName)) { try SearchQuery("in: tax") }
    }

    @Test func `neither nothing nor very much is searched for`() {
        for text in ["", "   ", "\u{3000}\n"] as [Text] {
            #expect(throws: ChatError.invalid(field: "query", .empty)) { try SearchQuery(text) }
        }
        let long = Text(String(repeating: "很", count: 257))
        #expect(throws: ChatError.invalid(field: "query", .longerThan(256, .characters))) { try SearchQuery(long) }
        #expect(throws: Never.self) { try SearchQuery(Text(String(repeating: "很", count: 256))) }
    }
}
