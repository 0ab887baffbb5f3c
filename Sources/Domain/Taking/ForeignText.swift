internal import JSON

/// Takes out of a text the marks that only ChatGPT's page understands (chatgpt-export.md §7), and what no text may hold.
struct ForeignText {
    private var output = String.UnicodeScalarView()
    /// What stands between a mark's beginning and its end; nil outside of one.
    private var mark: [Unicode.Scalar]?

    /// A mark is short. What is longer was none.
    private static let longestMark = 8192
    private static let start: Unicode.Scalar = "\u{E200}"
    private static let end: Unicode.Scalar = "\u{E201}"
    private static let separator: Unicode.Scalar = "\u{E202}"

    static func cleaned(_ text: String) -> String {
        // The first byte of all marks; and U+0000, which databases cannot hold everywhere.
        guard text.utf8.contains(where: { $0 == 0xEE || $0 == 0 }) else { return text }
        var cleaner = ForeignText()
        for scalar in text.unicodeScalars { cleaner.take(scalar) }
        cleaner.drop()
        return String(cleaner.output)
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch scalar {
        case Self.start:
            drop()
            mark = []
        case Self.end:
            guard let mark else { return }
            self.mark = nil
            output.append(contentsOf: Self.words(of: mark))
        case "\u{E203}", "\u{E204}", "\0": return
        default:
            guard mark != nil else { return output.append(scalar) }
            mark?.append(scalar)
            if mark!.count > Self.longestMark { drop() }
        }
    }

    /// What began as a mark and is none is text.
    private mutating func drop() {
        guard let mark else { return }
        self.mark = nil
        output.append(contentsOf: mark.filter { $0 != Self.separator })
    }

    /// What stays of a mark.
    private static func words(of mark: [Unicode.Scalar]) -> String.UnicodeScalarView {
        let fields = mark.split(separator: separator, omittingEmptySubsequences: false)
            .map { String(String.UnicodeScalarView($0)) }
        switch fields.first {
        case "url" where fields.count >= 3: return link(fields[1], to: fields[2]).unicodeScalars
        case "entity" where fields.count >= 2:
            let name = (try? JSONValue(parsing: Array(fields[1].utf8)))?[1]?.text?.string
            return (name ?? "").unicodeScalars
        default: return "".unicodeScalars
        }
    }

    /// In Markdown. Only an address of the web leads anywhere.
    static func link(_ title: String, to address: String) -> String {
        let isWeb = address.utf8.starts(with: "https://".utf8) || address.utf8.starts(with: "http://".utf8)
        let isPlain = address.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && !"<>".unicodeScalars.contains($0) && $0.value > 32
        }
        guard isWeb, isPlain else { return title }
        let words = title.unicodeScalars.prefix(300).filter { !"[]\\\n\r".unicodeScalars.contains($0) }
        let shown = words.isEmpty ? address : String(String.UnicodeScalarView(words))
        return "[\(shown)](<\(address)>)"
    }

    /// In a fence that is longer than any inside.
    static func fenced(_ text: String, _ language: String = "") -> String {
        var (longest, run) = (2, 0)
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let isName = language.utf8.count <= 32 && language.utf8.allSatisfy { $0.isOfKey || $0 == UInt8(ascii: "+") }
        let name = isName && language != "unknown" ? language : ""
        return "\(fence)\(name)\n\(text)\(text.utf8.last == 10 ? "" : "\n")\(fence)"
    }
}
