internal import JSON

/// Takes the marks out of an answer that only ChatGPT's own page can show (chatgpt-export.md §7), wherever the text was cut: U+E200, a kind
/// and its words with U+E202 between them, U+E201. A link and a name stay, as words of the sentence.
struct CitationMarks: Sendable {
    /// What came after an opening mark that is not closed yet.
    private var open: String.UnicodeScalarView?
    /// Scalars in it.
    private var held = 0

    /// More than any mark holds: what is longer is text.
    private static let longest = 8192

    mutating func strip(_ piece: String) -> String {
        // The marks begin with this byte, as few other characters do.
        guard open != nil || piece.utf8.contains(0xEE) else { return piece }
        var text = String.UnicodeScalarView()
        for scalar in piece.unicodeScalars {
            switch scalar {
            case "\u{E203}", "\u{E204}": break
            case "\u{E200}":
                text.append(contentsOf: open ?? .init())
                (open, held) = (.init(), 0)
            case "\u{E201}":
                if let mark = open { text.append(contentsOf: Self.shown(mark).unicodeScalars) }
                open = nil
            default: if open == nil { text.append(scalar) } else { hold(scalar, &text) }
            }
        }
        return String(text)
    }

    /// A mark that was never closed is none; what it held is a part of one.
    mutating func end() { open = nil }

    private mutating func hold(_ scalar: Unicode.Scalar, _ text: inout String.UnicodeScalarView) {
        open?.append(scalar)
        held += 1
        guard held > Self.longest else { return }
        text.append(contentsOf: open ?? .init())
        open = nil
    }

    private static func shown(_ mark: String.UnicodeScalarView) -> String {
        let words = mark.split(separator: "\u{E202}", omittingEmptySubsequences: false).map { Text(Substring($0)) }
        switch words[0] {
        case "url" where words.count == 3 && (words[2].hasPrefix("https://") || words[2].hasPrefix("http://")):
            return "[\(words[1])](\(words[2]))"
        case "entity" where words.count > 1:
            let name = (try? JSONValue(parsing: words[1].utf8))?[1]?.text
            return name?.string ?? ""
        default: return ""
        }
    }
}
