import Domain
import Testing

@Suite struct ThoughtTagsTests {
    @Test(arguments: [
        ("<think>a</think>b", "a", "b"), ("\n <think>a\n</think>\n\nb", "a\n", "b"),
        ("<thinking>a</thinking>b", "a", "b"),
        ("<thought>a</thought>b", "a", "b"), ("<think></think>b", "", "b"),
        ("<think>a</think><think>b</think>c", "ab", "c"),
        ("<think>a</thinking>b</think>c", "a</thinking>b", "c"), ("b<think>a</think>", "", "b<think>a</think>"),
        ("<think>a", "a", ""), ("<thin", "", "<thin"), ("<", "", "<"), ("  b ", "", "  b "), ("", "", ""),
        ("<think>a</thi", "a</thi", ""), ("<THINK>a", "", "<THINK>a"), ("<think>漢😀</think>字", "漢😀", "字"),
    ])
    func `thoughts and text are told apart, however they are cut`(answer: String, thoughts: String, text: String) {
        for size in 1...max(1, answer.utf8.count) {
            var tags = ThoughtTags()
            var pieces: [ThoughtTags.Piece] = []
            var rest = answer.unicodeScalars[...]
            while !rest.isEmpty {
                pieces += tags.read(String(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            pieces += tags.end()
            var (said, thought) = ("", "")
            for piece in pieces {
                switch piece {
                case .text(let some): said += some
                case .thought(let some): thought += some
                }
            }
            #expect(said == text && thought == thoughts, "pieces of \(size)")
        }
        #expect(ThoughtTags.without(answer) == text)
    }
}
