/// Makes a title of a text: its first line with words, without Markdown's marks, short enough for the sidebar.
///
/// What is no mark stays: `rm -rf ~/tmp`, `a[i]`, `x**2` and `-5` are their own titles.
package enum Title {
    /// In Unicode scalars.
    package static let longest = 40

    /// So much of a question is looked at.
    private static let mostBytes = 16 << 10
    /// So much of a line: what follows is cut off anyway.
    private static let mostScalars = 400

    /// Of a message without words the name of its first file will do.
    static func derived(from message: Message) -> String? {
        derived(from: message.text) ?? message.files.first.flatMap { derived(from: $0.name) }
    }

    /// Nil when the text has no line with words in it.
    package static func derived(from text: String) -> String? {
        let beginning = String(decoding: text.utf8.prefix(mostBytes), as: UTF8.self)
        for line in beginning.unicodeScalars.split(whereSeparator: \.isLineBreak) {
            let plain = InlineMarks.removed(from: withoutBlockMarks(Array(line.prefix(mostScalars))))
            if plain.contains(where: \.isLetterOrDigit) { return shortened(plain, to: longest) }
        }
        return nil
    }

    /// Without the marks of headings, quotes and lists, which a space follows, and with single spaces.
    private static func withoutBlockMarks(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var words = line.split(whereSeparator: \.properties.isWhitespace)[...]
        while let first = words.first, words.count > 1, isBlockMark(first) { words.removeFirst() }
        return Array(words.joined(separator: [" "]))
    }

    private static func isBlockMark(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
        switch word.first {
        case "#": return word.count <= 6 && word.allSatisfy { $0 == "#" }
        case ">": return word.allSatisfy { $0 == ">" }
        case "-", "+", "*": return word.count == 1
        default:
            let digits = word.prefix { ("0"..."9").contains($0) }
            return (1...3).contains(digits.count) && [["."], [")"]].contains(Array(word.dropFirst(digits.count)))
        }
    }

    /// Never cut within a word, unless one word is all there is. A character of Chinese is a word.
    private static func shortened(_ text: [Unicode.Scalar], to most: Int) -> String {
        guard text.count > most else { return string(text) }
        let cut = (1...most).last { !(text[$0 - 1].isWordPart && text[$0].isWordPart) && !text[$0].isJoined } ?? most
        return string(text[..<cut])
    }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView(scalars)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension Title {
    /// In Unicode scalars.
    static let longestGiven = 60

    /// What a model said when it was asked for a title, as one line: without marks, quotation marks and what names it a title, and without
    /// characters that control something. Nil when nothing with words is left.
    package static func cleaned(_ answer: String) -> String? {
        let beginning = String(decoding: answer.utf8.prefix(mostBytes), as: UTF8.self)
        for line in beginning.unicodeScalars.split(whereSeparator: \.isLineBreak) {
            let visible = Array(line.prefix(mostScalars)).filter { !$0.isControl }
            var plain = InlineMarks.removed(from: withoutBlockMarks(visible))[...]
            if let label = labels.first(where: {
                plain.starts(with: $0.unicodeScalars, by: { $0.isSameLetter(as: $1) })
            }) {
                plain = plain.dropFirst(label.unicodeScalars.count)
            }
            while let first = plain.first, first.isFrame { plain.removeFirst() }
            while let last = plain.last, last.isFrame || last.isFullStop { plain.removeLast() }
            if plain.contains(where: \.isLetterOrDigit) { return shortened(Array(plain), to: longestGiven) }
        }
        return nil
    }

    private static let labels = ["title:", "标题：", "标题:"]
}

/// The marks of emphasis, code and links within a line.
private struct InlineMarks {
    private let line: [Unicode.Scalar]
    private var output: [Unicode.Scalar] = []
    private var index = 0

    static func removed(from line: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var marks = InlineMarks(line: line)
        while marks.index < line.count { marks.step() }
        return marks.output
    }

    private init(line: [Unicode.Scalar]) { self.line = line }

    private mutating func step() {
        let scalar = line[index]
        switch scalar {
        case "`", "*", "_", "~":
            let run = line[index...].prefix { $0 == scalar }.count
            if let end = closing(scalar, run) {
                let content = Array(line[index + run..<end])
                output += scalar == "`" ? content : Self.removed(from: content)
                index = end + run
            } else {
                output += line[index..<index + run]
                index += run
            }
        case "[" where !isInsideWord: takeLink()
        case "!" where line[(index + 1)...].first == "[" && !isInsideWord && link(at: index + 1) != nil: index += 1
        default:
            output.append(scalar)
            index += 1
        }
    }

    private var isInsideWord: Bool { index > 0 && line[index - 1].isLetterOrDigit }

    /// Where the run of marks stands that ends what the run at `index` begins.
    private func closing(_ mark: Unicode.Scalar, _ run: Int) -> Int? {
        let start = index + run
        guard start < line.count, run <= 3, mark != "~" || run == 2 else { return nil }
        if mark != "`", isInsideWord || line[start] == " " { return nil }
        var place = start
        while let found = line[place...].firstIndex(of: mark) {
            let length = line[found...].prefix { $0 == mark }.count
            let after = found + length
            if length == run, mark == "`" || isEnd(found, after) { return found }
            place = after
        }
        return nil
    }

    private func isEnd(_ found: Int, _ after: Int) -> Bool {
        guard line[found - 1] != " " else { return false }
        // `__init__.py` and `_f_(x)` are names.
        let next = line[after...].prefix(2)
        return next.first.map {
            !$0.isLetterOrDigit && !("./([".unicodeScalars.contains($0) && next.last!.isLetterOrDigit)
        } ?? true
    }

    /// The text of a link stays, its target goes.
    private mutating func takeLink() {
        guard let (text, end) = link(at: index) else {
            output.append(line[index])
            index += 1
            return
        }
        output += Self.removed(from: Array(line[text]))
        index = end
    }

    private func link(at open: Int) -> (text: Range<Int>, end: Int)? {
        guard let close = line[open...].firstIndex(of: "]"), close > open + 1, line[(close + 1)...].first == "(",
            let end = line[close...].firstIndex(of: ")")
        else { return nil }
        return (open + 1..<close, end + 1)
    }
}

extension Unicode.Scalar {
    fileprivate var isLineBreak: Bool {
        ["\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"].contains(self)
    }

    fileprivate var isLetterOrDigit: Bool { properties.isAlphabetic || properties.numericType != nil }

    /// Part of a word that spaces delimit: not so in Chinese and Japanese, where every character may end a line.
    fileprivate var isWordPart: Bool {
        isLetterOrDigit && !(0x2E80...0x9FFF).contains(value) && value < 0x20000
    }

    /// Belongs to the scalar before it: a mark, a joiner, a variation or a skin tone.
    fileprivate var isJoined: Bool { properties.isGraphemeExtend || properties.isEmojiModifier }

    /// Draws nothing of its own: controls, and those of the direction of text. The joiners of emoji and of some scripts are none.
    fileprivate var isControl: Bool {
        switch properties.generalCategory {
        case .control: self != "\t"
        case .format: value != 0x200C && value != 0x200D
        case .privateUse, .surrogate, .unassigned: true
        default: false
        }
    }

    /// Stands around a title and is no part of it.
    fileprivate var isFrame: Bool { self == " " || "\"'“”‘’„«»「」『』《》*_`#".unicodeScalars.contains(self) }

    fileprivate var isFullStop: Bool { self == "." || self == "。" }

    fileprivate func isSameLetter(as other: Unicode.Scalar) -> Bool {
        self == other || properties.lowercaseMapping == other.properties.lowercaseMapping
    }
}
