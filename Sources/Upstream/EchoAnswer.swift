package import Domain

/// What the demo has to say to a question: its words played back, with everything in it that a page must be able to show.
///
/// Its length has a bound, whatever it is asked: so many words, of so many scalars each.
package struct EchoAnswer {
    private let excerpt: String
    private let words: [String]
    /// Of the whole question.
    private let wordCount: Int
    private let scalarCount: Int
    private let turn: Int
    private let phrases: EchoPhrases
    private let wish: EchoWish

    package init(to prompt: Prompt) {
        let question = prompt.messages.last { $0.role == .user }?.text ?? ""
        let words = EchoWords(question)
        self.words = words.first
        wordCount = words.count
        scalarCount = question.unicodeScalars.count
        excerpt = EchoWords.excerpt(of: question)
        turn = prompt.messages.count { $0.role == .user }
        phrases = question.unicodeScalars.contains(where: \.isUnspaced) ? .chinese : .english
        wish = EchoWish(question)
    }

    package var thoughts: String { phrases.thoughts(excerpt, wordCount) }

    package var text: String {
        switch wish {
        case .count(let last): phrases.counting(last) + "\n\n" + Self.numbers(to: last)
        case .words(let count): phrases.long(count) + "\n\n" + filler(count)
        case .talk: talk
        }
    }

    private var talk: String {
        """
        ## \(phrases.heading)

        > \(excerpt)

        \(phrases.introduction)

        - \(phrases.counted(wordCount, scalarCount))
        - \(phrases.remark(words))
        - \(phrases.turn(turn))

        \(phrases.code)

        ```python
        words = [\(words.prefix(12).map { "\"\($0)\"" }.joined(separator: ", "))]
        for word in reversed(words):
            print(word)
        ```

        \(phrases.formula("$n = \(wordCount)$"))

        $$\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2} = \(wordCount * (wordCount + 1) / 2)$$
        """
    }

    private static func numbers(to last: Int) -> String {
        (1...last).map { $0 == last ? "\($0)" : $0 % 10 == 0 ? "\($0)\n" : "\($0), " }.joined()
    }

    /// So many words, the question's own in turn, in paragraphs of fifty.
    private func filler(_ count: Int) -> String {
        let words = words.isEmpty ? ["echo"] : words
        return (0..<count).map { index in
            let end = (index + 1) % 50 == 0 || index == count - 1 ? phrases.stop : phrases.space
            return words[index % words.count] + end
        }.joined()
    }
}

/// What a question asks of the demo beyond an echo.
enum EchoWish: Equatable {
    case talk
    /// "Count to 500".
    case count(Int)
    /// "Write 500 words".
    case words(Int)

    static let limit = 5000
    /// A wish stands at the beginning of a question: so many bytes are looked through for it.
    private static let mostBytes = 4096

    init(_ question: String) {
        let text = Array(String(decoding: question.utf8.prefix(Self.mostBytes), as: UTF8.self).lowercased().utf8)
        let digits = text.split { !(48...57).contains($0) }
        let number = digits.compactMap { Int(String(decoding: $0, as: UTF8.self)) }.max() ?? 0
        self = .talk
        guard number > 0 else { return }
        let count = min(number, Self.limit)
        if ["count", "数到", "數到", "数数"].contains(where: { text.contains(Array($0.utf8)) }) {
            self = .count(count)
        } else if ["word", "字", "词", "詞"].contains(where: { text.contains(Array($0.utf8)) }) {
            self = .words(count)
        }
    }
}
