internal import CLinux
internal import Domain

/// Cuts out of a text the place where something was found.
struct SnippetCutter {
    /// Folded, none empty.
    let terms: [[UInt8]]

    /// Bytes of the text before and after the place that is found.
    private static let before = 60
    private static let after = 240
    /// No more places are marked.
    private static let mostMarks = 20

    /// The beginning of the text where none of the terms is in it.
    func snippet(of text: String) -> Snippet {
        var text = text
        return text.withUTF8 { text in
            let found = terms.first.flatMap { place(of: $0, in: text) }
            return snippet(of: text, around: found ?? 0)
        }
    }

    /// Where in the original the piece begins that the first occurrence begins in.
    private func place(of term: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Int? {
        var folding = Folding()
        folding.append(text)
        guard let found = folding.bytes.firstPlace(of: term) else { return nil }
        // Again until there, only counted: a map of the whole would be many times the text.
        var counted = Folding()
        var index = 0
        while index < text.count {
            let next = counted.appendPiece(at: index, of: text)
            if counted.bytes.count > found { return index }
            index = next
        }
        return nil
    }

    private func snippet(of text: UnsafeBufferPointer<UInt8>, around place: Int) -> Snippet {
        let start = text.startOfScalar(atOrAfter: max(0, place - Self.before))
        let end = text.startOfScalar(atOrAfter: min(text.count, place + Self.after))
        let window = UnsafeBufferPointer(rebasing: text[start..<end])
        var words = String(decoding: window.map { 9...13 ~= $0 ? 32 : $0 }, as: UTF8.self)
        var marks = marks(in: window)
        if start > 0 {
            words = "…" + words
            marks = marks.map { ($0.lowerBound + 1)..<($0.upperBound + 1) }
        }
        if end < text.count { words += "…" }
        return Snippet(text: words, marks: marks)
    }

    /// In UTF-16 units of the window; they do not overlap.
    private func marks(in window: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var folding = Folding()
        // Where each folded byte comes from.
        var origins: [Range<Int>] = []
        var index = 0
        while index < window.count {
            let next = folding.appendPiece(at: index, of: window)
            let piece = index..<next
            origins += repeatElement(piece, count: folding.bytes.count - origins.count)
            index = next
        }
        var found: [Range<Int>] = []
        for term in terms {
            var from = 0
            while let place = folding.bytes.firstPlace(of: term, from: from), found.count < Self.mostMarks {
                found.append(origins[place].lowerBound..<origins[place + term.count - 1].upperBound)
                from = place + term.count
            }
        }
        return merged(found).map { window.utf16Count(to: $0.lowerBound)..<window.utf16Count(to: $0.upperBound) }
    }

    private func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

extension [UInt8] {
    fileprivate func firstPlace(of term: [UInt8], from start: Int = 0) -> Int? {
        withUnsafeBytes { all in
            term.withUnsafeBytes { term in
                guard let base = all.baseAddress, let wanted = term.baseAddress, start < all.count else { return nil }
                let found = clinux_memmem(base + start, all.count - start, wanted, term.count)
                return found.map { UnsafeRawPointer($0) - base }
            }
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func startOfScalar(atOrAfter place: Int) -> Int {
        var place = place
        while place < count, self[place] & 0xC0 == 0x80 { place += 1 }
        return place
    }

    fileprivate func utf16Count(to place: Int) -> Int {
        self[..<place].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : $1 >= 0xF0 ? 2 : 1) }
    }
}
