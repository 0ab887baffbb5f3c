/// A name of models in which `*` stands for anything: `gpt-*`, `*`.
public enum ModelPattern {
    /// 1 to 64 bytes without spaces and commas, and with four stars at most.
    public static func isValid(_ pattern: String) -> Bool {
        (1...64).contains(pattern.utf8.count)
            && !pattern.utf8.contains { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: ",") }
            && pattern.utf8.count { $0 == UInt8(ascii: "*") } <= 4
    }

    /// Whether a text can be the name of a model: 1 to 255 characters, none of them a control character.
    static func isName(_ text: String) -> Bool {
        (1...255).contains(text.unicodeScalars.count) && !text.hasControlCharacters
    }

    public static func anyMatches(_ patterns: [String], _ model: String) -> Bool {
        patterns.contains { matches($0, model) }
    }

    /// By bytes, in time linear in their number for each star.
    public static func matches(_ pattern: String, _ model: String) -> Bool {
        if pattern == "*" { return true }
        let (pattern, model) = (Array(pattern.utf8), Array(model.utf8))
        let star = UInt8(ascii: "*")
        var (at, of) = (0, 0)
        // Where the last star stands, and what it has taken so far.
        var last: (at: Int, of: Int)?
        while of < model.count {
            if at < pattern.count, pattern[at] == star {
                last = (at, of)
                at += 1
            } else if at < pattern.count, pattern[at] == model[of] {
                at += 1
                of += 1
            } else if let star = last {
                last = (star.at, star.of + 1)
                (at, of) = (star.at + 1, star.of + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == star }
    }
}
