internal import Dialects
package import Domain
internal import JSON
internal import Wire

/// Cleans what an upstream says before an administrator reads it: no key, no word of the conversation, no more than 300 characters.
///
/// Upstreams like to quote: "Incorrect API key provided: sk-…", "Invalid input: 'Dear doctor …'".
package struct Redaction {
    let key: Secret
    let prompt: Prompt
    /// The account's base URL.
    let host: String
    /// Whether ids are hidden, too (RFC 9562): those of an upstream's conversations are nobody's here.
    var hidesIDs = false

    package init(key: Secret, prompt: Prompt, host: String) {
        self.key = key
        self.prompt = prompt
        self.host = host
    }

    static let length = 300
    /// Bytes in a row that count as a quotation.
    private static let window = 12
    /// What is looked at at all.
    private static let inputLimit = 4096

    func clean(_ error: ErrorBody) -> String {
        let name = error.code.isEmpty ? error.type : error.code
        let parts = [name, error.message].filter { !$0.isEmpty }.map(\.string)
        return parts.isEmpty ? "no reason given" : clean(parts.joined(separator: ": "))
    }

    /// Whatever is in the conversation as well is hidden: runs of twelve bytes, what stands in quotation marks, whole short lines.
    package func clean(_ text: String) -> String {
        let bytes = Array(text.utf8.prefix(Self.inputLimit))
        var hidden = [Bool](repeating: false, count: bytes.count)
        hide(Array(key.reveal().utf8), in: bytes, &hidden)
        hideIDs(in: bytes, &hidden)
        var quotations = Quotations(bytes, window: Self.window)
        var quoted = QuotedWords(bytes, lengths: 3..<Self.window)
        for text in prompt.texts {
            let words = Array(text.utf8)
            quoted.find(in: words) { hidden.hide($0) }
            if words.count >= Self.window {
                quotations.find(in: words) { start in hidden.hide(start..<start + Self.window) }
            } else if words.count >= 3 {
                hide(words, in: bytes, &hidden)
            }
        }
        return Self.render(bytes, hidden)
    }

    func hide(_ needle: [UInt8], in bytes: [UInt8], _ hidden: inout [Bool]) {
        guard needle.count >= 3, needle.count <= bytes.count else { return }
        for start in 0...bytes.count - needle.count where bytes[start..<start + needle.count] == needle[...] {
            hidden.hide(start..<start + needle.count)
        }
    }

    func hideIDs(in bytes: [UInt8], _ hidden: inout [Bool]) {
        guard hidesIDs, bytes.count >= 36 else { return }
        for start in 0...bytes.count - 36 {
            let isID = (0..<36).allSatisfy { place in
                let byte = bytes[start + place]
                if [8, 13, 18, 23].contains(place) { return byte == UInt8(ascii: "-") }
                return (48...57).contains(byte) || (97...102).contains(byte.asciiLowercased)
            }
            if isID { hidden.hide(start..<start + 36) }
        }
    }

    /// A hidden run becomes one `…`; line breaks and control characters become spaces.
    static func render(_ bytes: [UInt8], _ hidden: [Bool], upTo length: Int = length) -> String {
        var output: [UInt8] = []
        var wasHidden = false
        for (byte, isHidden) in zip(bytes, hidden) {
            if !isHidden {
                output.append(byte < 32 || byte == 127 ? 32 : byte)
            } else if !wasHidden {
                output.append(contentsOf: "…".utf8)
            }
            wasHidden = isHidden
        }
        let scalars = String(decoding: output, as: UTF8.self).unicodeScalars.filter { $0 != "\u{FFFD}" }
        guard scalars.count > length else { return String(String.UnicodeScalarView(scalars)) }
        return String(String.UnicodeScalarView(scalars.prefix(length - 1))) + "…"
    }
}

extension [Bool] {
    mutating func hide(_ range: Range<Int>) {
        for index in range { self[index] = true }
    }
}

/// What stands between two quotation marks of a short text, to be found in long ones. Looks at each place of those a fixed
/// number of times, however many quotations there are.
private struct QuotedWords {
    private let lengths: Range<Int>
    private var places: [ArraySlice<UInt8>: [Range<Int>]] = [:]

    /// Words of so many bytes.
    init(_ text: [UInt8], lengths: Range<Int>) {
        self.lengths = lengths
        let marks = text.indices.filter { "'\"`".utf8.contains(text[$0]) }
        for (open, close) in zip(marks, marks.dropFirst()) where lengths.contains(close - open - 1) {
            places[text[open + 1..<close], default: []].append(open + 1..<close)
        }
    }

    /// Calls `found` with the places of what is in `text`: once, however often it is in there.
    mutating func find(in text: [UInt8], _ found: (Range<Int>) -> Void) {
        guard !places.isEmpty else { return }
        let firsts = Set(places.keys.map { $0.prefix(lengths.lowerBound) })
        for start in text.indices.dropLast(lengths.lowerBound - 1)
        where firsts.contains(text[start..<start + lengths.lowerBound]) {
            for length in lengths where start + length <= text.count {
                for place in places.removeValue(forKey: text[start..<start + length]) ?? [] { found(place) }
            }
        }
    }
}

/// Every run of so many bytes of a short text, to be found in long ones.
private struct Quotations {
    private let window: Int
    private var starts: [ArraySlice<UInt8>: [Int]] = [:]
    /// Which hashes of four first bytes occur: a long text is passed over quickly.
    private var isCandidate = [Bool](repeating: false, count: 1 << 14)

    init(_ text: [UInt8], window: Int) {
        self.window = window
        guard text.count >= window else { return }
        for start in 0...text.count - window {
            starts[text[start..<start + window], default: []].append(start)
            isCandidate[Self.hash(text, start)] = true
        }
    }

    /// Calls `found` with the places of what is in `text`: once, however often it is in there.
    mutating func find(in text: [UInt8], _ found: (Int) -> Void) {
        guard !starts.isEmpty else { return }
        for start in 0...text.count - window where isCandidate[Self.hash(text, start)] {
            for place in starts.removeValue(forKey: text[start..<start + window]) ?? [] { found(place) }
        }
    }

    private static func hash(_ text: [UInt8], _ start: Int) -> Int {
        var word: UInt32 = 0
        for byte in text[start..<start + 4] { word = word << 8 | UInt32(byte) }
        return Int((word &* 2_654_435_761) >> 18)
    }
}
