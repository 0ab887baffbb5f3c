import Domain
import JSON
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

@Suite struct TitleTests {
    @Test(arguments: [
        ("\n\n## Sort **this** list\nplease", "Sort this list"),
        ("> 1. use `map` and [the docs](https://example.org/x)", "use map and the docs"),
        ("snake_case stays, _emphasis_ goes", "snake_case stays, emphasis goes"),
        ("```\n***\n\ncode", "code"),
        ("   \t many    spaces  ", "many spaces"),
    ])
    func `a title is the first line without its marks`(text: String, title: String) {
        #expect(Title.derived(from: text) == title)
    }

    @Test(arguments: [
        "rm -rf ~/tmp", "a[i]", "x**2", "-5", "a[i](x)", "**kwargs and *args", "2 * 3 * 4", "~/a and ~/b", "#1 and #2",
        "1.5 or 2?", "a_b_c", "f(*args, **kwargs)", "!important", "[1, 2, 3]", "ls | grep `x", "C++", ">=3",
        "__init__.py", "e\u{301}tude", "👩‍👩‍👧‍👦 family", "مرحبا بالعالم", "#hashtag", "--help", "*.txt",
    ])
    func `what is no mark stays`(text: String) {
        #expect(Title.derived(from: text) == text)
    }

    @Test func `marks in a row, hostile or not, cost no more than the beginning of a line`() {
        for mark in ["*", "`", "[", "_", "~~", "![", "](", "**a_", "\u{301}"] {
            let text = String(repeating: mark, count: 1 << 18) + "a"
            #expect((Title.derived(from: text) ?? "").unicodeScalars.count <= Title.longest)
        }
    }

    @Test func `a long title ends with a whole word`() {
        let title = Title.derived(from: "How do I write a function that sorts an array of dictionaries by key")
        #expect(title == "How do I write a function that sorts an")
    }

    @Test func `Chinese ends anywhere, and one endless word where it must`() {
        #expect(Title.derived(from: String(repeating: "写一个函数", count: 20))?.count == 40)
        #expect(Title.derived(from: String(repeating: "x", count: 100))?.count == 40)
    }

    @Test(arguments: ["", "   \n", "```", "# \n> \n---"])
    func `nothing to say gives no title`(text: String) {
        #expect(Title.derived(from: text) == nil)
    }
}

@Suite struct TimestampTextTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400_007, "2000-02-29T00:00:00.007Z"),
        (1_773_230_400_250, "2026-03-11T12:00:00.250Z"), (4_102_444_799_999, "2099-12-31T23:59:59.999Z"),
    ])
    func `a moment is written as ISO 8601 says`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).iso8601 == text)
    }

    @Test func `Unix times keep their thousandths`() {
        #expect(Timestamp(milliseconds: 1_773_230_400_050).unixTime == .number("1773230400.050"))
    }

    @Test(arguments: [
        ("Sorting a list", "Sorting a list"), ("\n\n**\"Sorting a list.\"**\n\nAnything else?", "Sorting a list"),
        ("Title: Sorting", "Sorting"), ("标题：《排序》。", "排序"), ("# 「排序列表」", "排序列表"),
        ("a\u{7}b\u{1B}[31m\u{202E}c\u{200B}", "ab[31mc"), ("# ***\n> Quoted `code`", "Quoted code"),
        ("👩‍👩‍👧‍👦 at home", "👩‍👩‍👧‍👦 at home"), ("v1.5", "v1.5"),
    ])
    func `a title that was asked for is one plain line`(answer: String, title: String) {
        #expect(Title.cleaned(answer) == title)
    }

    @Test(arguments: ["", " \n ", "\"\"", "***", "\u{202E}\u{7}", "…"])
    func `of nothing is made no title`(answer: String) { #expect(Title.cleaned(answer) == nil) }

    @Test(arguments: ["word ", "字", "x", "e\u{301}"])
    func `a title that was asked for is never long`(piece: String) {
        let title = Title.cleaned(String(repeating: piece, count: 5000)) ?? ""
        #expect((40...60).contains(title.unicodeScalars.count))
        #expect(title.last != " ")
    }
}
