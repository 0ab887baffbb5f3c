internal import CUTF8Proc

/// Makes of a text what it is searched as: without case, width and accents, with single spaces. `Ｃａｆé` and `CAFE` become `cafe`,
/// `ﬁne` becomes `fine`, `Straße` `strasse`, half-width `ｶﾞ` `ガ`; `が` is another letter than `か`, and stays so.
///
/// The text is folded piece by piece: a letter with its marks, a syllable of Hangul, or one character. Pieces know nothing of each
/// other but that spaces in a row are one, so any place between two of them has its place in the folded text.
struct Folding {
    /// UTF-8.
    private(set) var bytes: [UInt8] = []

    private var scalars = [utf8proc_int32_t](repeating: 0, count: room)

    /// A piece has at most so many scalars, whatever marks somebody heaps upon a letter: putting them in order costs the square.
    private static let longestPiece = 32
    /// No scalar becomes more than 18.
    private static let room = longestPiece * 18

    static func folded(_ text: String) -> [UInt8] {
        var folding = Folding()
        var text = text
        text.withUTF8 { folding.append($0) }
        return folding.bytes
    }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.reserveCapacity(bytes.count + text.count)
        var index = 0
        while index < text.count { index = appendPiece(at: index, of: text) }
    }

    /// Returns where the next one begins.
    mutating func appendPiece(at index: Int, of text: UnsafeBufferPointer<UInt8>) -> Int {
        let byte = text[index]
        // The ordinary case: nothing can hang on it.
        if byte < 0x80, index + 1 == text.count || text[index + 1] < 0x80 {
            append(ascii: byte)
            return index + 1
        }
        let end = Self.endOfPiece(from: index, of: text)
        append(piece: UnsafeBufferPointer(rebasing: text[index..<end]))
        return end
    }

    private mutating func append(ascii byte: UInt8) {
        switch byte {
        case 9...13, 32: if bytes.last != 32 { bytes.append(32) }
        default: bytes.append(byte &- 65 < 26 ? byte | 0x20 : byte)
        }
    }

    private mutating func append(piece: UnsafeBufferPointer<UInt8>) {
        // Chinese characters, most of what is not ASCII, are what they are.
        if piece.count == 3, (0xE4...0xE9).contains(piece[0]) { return bytes.append(contentsOf: piece) }
        let count = cutf8proc_unfold(piece.baseAddress, piece.count, &scalars, Self.room)
        guard count > 0, count <= Self.room else { return }
        var length = 0
        for index in 0..<count where !Self.isAccent(scalars[index]) {
            scalars[length] = scalars[index]
            length += 1
        }
        length = cutf8proc_compose(&scalars, length)
        for index in 0..<max(0, length) { append(scalar: scalars[index]) }
    }

    private mutating func append(scalar: utf8proc_int32_t) {
        if scalar < 0x80 { return append(ascii: UInt8(scalar)) }
        if Self.isSpace(scalar) { return append(ascii: 32) }
        var place: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &place) { room in
            let count = utf8proc_encode_char(scalar, room.bindMemory(to: UInt8.self).baseAddress)
            bytes.append(contentsOf: room.prefix(count))
        }
    }
}

// MARK: Pieces

extension Folding {
    private static func endOfPiece(from start: Int, of text: UnsafeBufferPointer<UInt8>) -> Int {
        var end = start + length(of: text[start])
        for _ in 1..<longestPiece {
            guard end < text.count, text[end] >= 0x80 else { break }
            var scalar: utf8proc_int32_t = 0
            let length = utf8proc_iterate(text.baseAddress! + end, text.count - end, &scalar)
            guard length > 0, hangsOn(scalar) else { break }
            end += length
        }
        return min(end, text.count)
    }

    private static func length(of first: UInt8) -> Int {
        switch first {
        case ..<0x80: 1
        case ..<0xE0: 2
        case ..<0xF0: 3
        default: 4
        }
    }

    /// Whether it belongs to what stands before it.
    private static func hangsOn(_ scalar: utf8proc_int32_t) -> Bool {
        switch scalar {
        // Vowels and last consonants of Hangul; the voicing marks of half-width katakana.
        case 0x1160...0x11FF, 0xD7B0...0xD7FF, 0xFF9E, 0xFF9F: true
        default: isAccent(scalar) || cutf8proc_combining_class(scalar) != 0
        }
    }

    /// Marks that people leave out when they search: those of Latin, Greek and Cyrillic, the vowel points of Hebrew and Arabic.
    /// The marks of other scripts are letters.
    private static func isAccent(_ scalar: utf8proc_int32_t) -> Bool {
        switch scalar {
        case 0x300...0x36F, 0x591...0x5BD, 0x5BF, 0x5C1...0x5C2, 0x5C4...0x5C5, 0x64B...0x65F, 0x670, 0x1AB0...0x1AFF,
            0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
            true
        default: false
        }
    }

    /// What unfolding leaves of them: most have become U+0020.
    private static func isSpace(_ scalar: utf8proc_int32_t) -> Bool {
        switch scalar {
        case 0x85, 0x1680, 0x2028, 0x2029: true
        default: false
        }
    }
}
