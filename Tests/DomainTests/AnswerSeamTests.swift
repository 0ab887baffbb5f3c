import Testing

@testable import Domain

@Suite struct AnswerSeamTests {
    private let former = "It begins here. Then the quick brown fox jumps ov"

    @Test(arguments: [
        ("er the lazy dog", "er the lazy dog", "nothing is repeated"),
        ("the quick brown fox jumps over", "er", "a repeat is left out"),
        (" the quick brown fox jumps over", "er", "with the blank before it"),
        ("the quick brown fox jumps ov", "", "and nothing else comes"),
        ("fox jumps over", "fox jumps over", "12 bytes are too few"),
        ("brown fox jumps", "brown fox jumps", "it stands there, but not at the end"),
        ("the quick brown fox leaps", "the quick brown fox leaps", "it becomes something else"),
        ("The quick brown fox jumps over", "The quick brown fox jumps over", "other letters"),
        ("", "", "nothing comes"),
    ])
    func `what the model says once more is left out, however it is cut`(said: String, text: String, why: Comment) {
        for size in 1...max(1, said.utf8.count) {
            var seam = AnswerSeam(after: former)
            let told = said.pieces(of: size).map { seam.read(String($0)) }.joined() + seam.end()
            #expect(told == text, why)
        }
    }

    @Test func `words come at once when they repeat nothing`() {
        var seam = AnswerSeam(after: former)
        #expect(seam.read("er ") == "er ")
        #expect(seam.read("the quick brown fox jumps ov") == "the quick brown fox jumps ov", "it is decided")
    }

    @Test(arguments: [
        ("| 0 | 0 | 0 | 0 |\n| 0 | 0 | 0 | 0 |\n", "| 0 | 0 | 0 | 0 |\n| 1 |"),
        (String(repeating: "ha ", count: 20), "ha ha ha ha ha ha ha!"),
        ("----------------------------", "----------------\n"),
        (
            String(repeating: "a", count: 40_000) + "b" + String(repeating: "a", count: 500),
            String(repeating: "a", count: 500) + "c"
        ),
    ])
    func `what the answer says more than once may go on`(former: String, said: String) {
        var seam = AnswerSeam(after: former)
        #expect(said.pieces(of: 1).map { seam.read(String($0)) }.joined() + seam.end() == said)
    }

    @Test func `a repeat is cut between characters, however many bytes they have`() {
        var seam = AnswerSeam(after: "前面。我们都在用力的活着 👨‍👩‍👧")
        #expect(seam.read("我们都在用力的活着 👨‍👩‍👧‍👦。") + seam.end() == "‍👦。")
        seam = AnswerSeam(after: "naïve café at the corner e")
        #expect(seam.read("café at the corner e\u{301}") + seam.end() == "\u{301}")
    }

    @Test func `the longest repeat counts, up to a bound`() {
        let former = (0..<400).map { "line \($0)\n" }.joined()
        for length in [AnswerSeam.longest - 1, AnswerSeam.longest] {
            let again = String(decoding: former.utf8.suffix(length), as: UTF8.self)
            var seam = AnswerSeam(after: former)
            #expect(seam.read(again + "line 400") + seam.end() == "line 400")
        }
        let more = String(decoding: former.utf8.suffix(AnswerSeam.longest + 1), as: UTF8.self)
        var seam = AnswerSeam(after: former)
        #expect(seam.read(more) + seam.end() == more)
    }
}
