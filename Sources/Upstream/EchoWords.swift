/// The words of a question; where words are not spaced every scalar is one, since to know its words takes a dictionary.
///
/// Counted in Unicode scalars: a `Character` may be a megabyte long.
struct EchoWords {
    /// As many as `most`, each cut at `longest` scalars.
    private(set) var first: [String] = []
    private(set) var count = 0

    static let most = 5000
    static let longest = 40
    private static let longestExcerpt = 240

    init(_ text: String) {
        var word = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            // A mark belongs to the letter before it.
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar.isMark else {
                take(&word)
                continue
            }
            if scalar.isUnspaced { take(&word) }
            if word.count < Self.longest { word.append(scalar) }
            if scalar.isUnspaced { take(&word) }
        }
        take(&word)
    }

    private mutating func take(_ word: inout String.UnicodeScalarView) {
        guard !word.isEmpty else { return }
        count += 1
        if first.count < Self.most { first.append(String(word)) }
        word = String.UnicodeScalarView()
    }

    /// The beginning of a text, on one line.
    static func excerpt(of text: String) -> String {
        var line = String.UnicodeScalarView()
        var length = 0
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                if let last = line.last, last != " " { line.append(" ") }
            } else {
                guard length < longestExcerpt else { return String(line) + "…" }
                line.append(scalar)
            }
            length = line.count
        }
        if line.last == " " { line.removeLast() }
        return String(line)
    }
}

extension Unicode.Scalar {
    /// Chinese characters, kana and their punctuation.
    var isUnspaced: Bool {
        switch value {
        case 0x3000...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFFEF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    fileprivate var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }
}

extension String {
    /// Words with the white space that follows them; two scalars at a time where words are not spaced. None is longer than
    /// `mostScalars`.
    package var pieces: [String] {
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        var length = 0
        var isClosed = false
        for scalar in unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            if length >= Self.mostScalars || isClosed && (!isSpace || length >= 16) {
                pieces.append(String(piece))
                piece = String.UnicodeScalarView()
                length = 0
                isClosed = false
            }
            piece.append(scalar)
            length += 1
            isClosed = isClosed || isSpace || (scalar.isUnspaced && length >= 2)
        }
        return piece.isEmpty ? pieces : pieces + [String(piece)]
    }

    private static let mostScalars = 256
}
