import Domain

/// Makes a title of a question: its first line, without Markdown's marks, short enough for the sidebar.
enum Title {
    static let longest = 40

    /// Nil when the text has no line with words in it.
    static func derived(from text: String) -> String? {
        for line in text.split(whereSeparator: \.isNewline) {
            let plain = plain(line)
            if plain.contains(where: { $0.isLetter || $0.isNumber }) { return shortened(plain) }
        }
        return nil
    }

    /// The line without the marks of headings, quotes, lists, emphasis and code. The target of a link goes, its text stays.
    private static func plain(_ line: Substring) -> String {
        var plain = ""
        var rest = withoutBlockMarks(line)
        while let character = rest.popFirst() {
            switch character {
            case "*", "`", "~", "[": continue
            case "!" where rest.first == "[": continue
            case "_" where plain.last?.isWordPart != true || rest.first?.isWordPart != true: continue
            case "]" where rest.first == "(": rest = rest.drop { $0 != ")" }.dropFirst()
            case "]": continue
            case _ where character.isWhitespace: if plain.last?.isWhitespace == false { plain.append(" ") }
            default: plain.append(character)
            }
        }
        return plain.trimmed
    }

    private static func withoutBlockMarks(_ line: Substring) -> Substring {
        var rest = line.drop(while: \.isWhitespace)
        while let first = rest.first, "#>-+*".contains(first) { rest = rest.dropFirst().drop(while: \.isWhitespace) }
        let number = rest.prefix(while: \.isNumber)
        let afterNumber = rest.dropFirst(number.count)
        guard (1...3).contains(number.count), afterNumber.hasPrefix(". ") || afterNumber.hasPrefix(") ") else {
            return rest
        }
        return afterNumber.dropFirst(2)
    }

    /// Never cut within a word, unless one word is all there is. A character of Chinese is a word.
    private static func shortened(_ text: String) -> String {
        guard text.count > longest else { return text }
        let characters = Array(text.prefix(longest + 1))
        let cut = (1...longest).last { !(characters[$0 - 1].isWordPart && characters[$0].isWordPart) }
        return String(characters[..<(cut ?? longest)]).trimmed
    }
}

extension Character {
    /// Part of a word that spaces delimit: not so in Chinese and Japanese, where every character may end a line.
    fileprivate var isWordPart: Bool {
        guard isLetter || isNumber else { return false }
        return !unicodeScalars.contains { (0x2E80...0x9FFF).contains($0.value) || $0.value >= 0x20000 }
    }
}
