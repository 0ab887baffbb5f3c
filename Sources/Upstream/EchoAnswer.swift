internal import Domain

/// What the demo has to say to a question: its words played back, with everything in it that a page must be able to show.
struct EchoAnswer {
    private let question: String
    private let words: [String]
    private let turn: Int
    private let phrases: EchoPhrases

    init(to prompt: Prompt) {
        question = prompt.messages.last { $0.role == .user }?.text ?? ""
        turn = prompt.messages.count { $0.role == .user }
        words = question.split { !$0.isLetter && !$0.isNumber }.flatMap { String($0.prefix(40)).words }
        phrases = question.contains(where: \.isUnspaced) ? .chinese : .english
    }

    var thoughts: String { phrases.thoughts(excerpt, words.count) }

    var text: String {
        switch EchoWish(question) {
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

        - \(phrases.counted(words.count, question.count))
        - \(phrases.remark(words))
        - \(phrases.turn(turn))

        \(phrases.code)

        ```python
        words = [\(words.prefix(12).map { "\"\($0)\"" }.joined(separator: ", "))]
        for word in reversed(words):
            print(word)
        ```

        \(phrases.formula("$n = \(words.count)$"))

        $$\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2} = \(words.count * (words.count + 1) / 2)$$
        """
    }

    /// The beginning of the question, on one line.
    private var excerpt: String {
        let line = question.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 240 ? line.prefix(240) + "…" : line
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

    init(_ question: String) {
        let text = question.lowercased()
        let number = text.split { !("0"..."9").contains($0) }.compactMap { Int($0) }.max() ?? 0
        self = .talk
        guard number > 0 else { return }
        let count = min(number, Self.limit)
        if ["count", "数到", "數到", "数数"].contains(where: text.contains) {
            self = .count(count)
        } else if ["word", "字", "词", "詞"].contains(where: text.contains) {
            self = .words(count)
        }
    }
}

extension String {
    /// Words; where words are not spaced every character, since to know its words takes a dictionary.
    fileprivate var words: [String] {
        var words: [String] = []
        var isOpen = false
        for character in self {
            if isOpen, !character.isUnspaced {
                words[words.count - 1].append(character)
            } else {
                words.append(String(character))
            }
            isOpen = !character.isUnspaced
        }
        return words
    }
}
