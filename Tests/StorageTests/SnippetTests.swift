import Domain
import Testing

@testable import Storage

/// What is shown of a message that was found.
@Suite struct SnippetTests {
    private func cut(_ text: String, _ terms: String...) -> Snippet {
        SnippetCutter(terms: terms.map(Folding.folded)).snippet(of: text)
    }

    private func marked(_ snippet: Snippet) -> [String] {
        let units = Array(snippet.text.utf16)
        return snippet.marks.map { String(decoding: units[$0], as: UTF16.self) }
    }

    @Test(arguments: [
        ("The Café is open", "cafe", ["Café"]), ("Ｃａｆé cafe\u{301}", "cafe", ["Ｃａｆé", "cafe\u{301}"]),
        ("Die Straße", "ss", ["ß"]), ("eﬁne", "i", ["ﬁ"]), ("👍🏽 退款政策", "退款", ["退款"]), ("ｶﾞｲﾄﾞ", "ガ", ["ｶﾞ"]),
        ("a\n\n  b", "a b", ["a    b"]), ("banana", "ana", ["ana"]), ("nothing", "x", []),
    ])
    func `what was found is marked in the original`(text: String, term: String, expected: [String]) {
        #expect(marked(cut(text, term)) == expected)
    }

    @Test func `several terms are marked, and what overlaps is one`() {
        #expect(marked(cut("one two three", "two", "one")) == ["one", "two"])
        #expect(marked(cut("abcdef", "bcd", "cde", "def")) == ["bcdef"])
    }

    @Test(arguments: [0, 59, 60, 61, 1000, 100_000])
    func `the place is cut out of a long text`(before: Int) {
        for filler in ["x", "很", "👍", "e\u{301}"] {
            let text = String(repeating: filler, count: before) + "needle" + String(repeating: filler, count: 5000)
            let snippet = cut(text, "NEEDLE")
            #expect(marked(snippet) == ["needle"])
            #expect(snippet.text.hasSuffix("…"))
            #expect(snippet.text.utf8.count < 340)
            #expect(!snippet.text.contains("\u{FFFD}"))
        }
    }

    @Test func `of a text without the term the beginning is shown`() {
        #expect(cut("short") == Snippet(text: "short", marks: []))
        #expect(cut("").text.isEmpty)
    }
}
