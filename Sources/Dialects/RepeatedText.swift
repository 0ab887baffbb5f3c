internal import JSON
internal import Wire

/// Tells whether a text that is said as a whole was said in pieces before, without keeping them.
struct RepeatedText: Sendable {
    /// Of what was said, without the blanks it begins with: its length and its hash (FNV-1a, 64 bits), and the same where its last
    /// word ends.
    private var said = Mark()
    private var words = Mark()

    private struct Mark: Sendable, Equatable {
        var count = 0
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325

        mutating func add(_ byte: UInt8) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            count += 1
        }
    }

    var isEmpty: Bool { said.count == 0 }

    mutating func note(_ piece: Text) {
        for byte in piece.utf8 {
            let isBlank = byte <= 32
            if isBlank, said.count == 0 { continue }
            said.add(byte)
            if !isBlank { words = said }
        }
    }

    /// What the whole says beyond what was said; nil when it does not begin with that.
    func rest(of whole: Text) -> Text? {
        let bytes = whole.utf8.drop { $0 <= 32 }
        var mark = Mark()
        var index = bytes.startIndex
        while mark.count < said.count {
            // Some repeat it without the blanks at its end.
            guard index < bytes.endIndex else { return mark == words ? "" : nil }
            mark.add(bytes[index])
            index = bytes.index(after: index)
        }
        return mark == said ? Text(Substring(bytes[index...])) : nil
    }
}
