internal import Dialects
internal import Domain

/// Cleans what an upstream says before an administrator reads it: no key, no word of the conversation, no more than 300 characters.
///
/// Upstreams like to quote: "Incorrect API key provided: sk-…", "Invalid input: 'Dear doctor …'".
struct Redaction {
    let key: Secret
    let prompt: Prompt

    static let length = 300
    /// Bytes in a row that count as a quotation.
    private static let window = 12
    /// What is looked at at all.
    private static let inputLimit = 4096

    func clean(_ error: OpenAIChat.ErrorBody) -> String {
        let name = error.code.isEmpty ? error.type : error.code
        let parts = [name, error.message].filter { !$0.isEmpty }
        return parts.isEmpty ? "no reason given" : clean(parts.joined(separator: ": "))
    }

    /// Whatever is in the conversation as well is hidden: runs of twelve bytes, what stands in quotation marks, whole short lines.
    func clean(_ text: String) -> String {
        let bytes = Array(text.utf8.prefix(Self.inputLimit))
        var hidden = [Bool](repeating: false, count: bytes.count)
        hide(Array(key.reveal().utf8), in: bytes, &hidden)
        let quotations = Quotations(bytes, window: Self.window)
        let quoted = Self.quoted(bytes)
        for line in prompt.messages {
            let words = Array(line.text.utf8)
            for range in quoted where words.firstRange(of: bytes[range]) != nil { hidden.hide(range) }
            if words.count >= Self.window {
                quotations.find(in: words) { start in hidden.hide(start..<start + Self.window) }
            } else if words.count >= 3 {
                hide(words, in: bytes, &hidden)
            }
        }
        return Self.render(bytes, hidden)
    }

    /// What stands between two quotation marks and is shorter than a window, which finds the rest.
    private static func quoted(_ bytes: [UInt8]) -> [Range<Int>] {
        let marks = bytes.indices.filter { "'\"`".utf8.contains(bytes[$0]) }
        return zip(marks, marks.dropFirst()).map { $0 + 1..<$1 }.filter { (3..<window).contains($0.count) }
    }

    private func hide(_ needle: [UInt8], in bytes: [UInt8], _ hidden: inout [Bool]) {
        guard needle.count >= 3, needle.count <= bytes.count else { return }
        for start in 0...bytes.count - needle.count where bytes[start..<start + needle.count] == needle[...] {
            hidden.hide(start..<start + needle.count)
        }
    }

    /// A hidden run becomes one `…`; line breaks and control characters become spaces.
    private static func render(_ bytes: [UInt8], _ hidden: [Bool]) -> String {
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
        let text = String(decoding: output, as: UTF8.self).filter { $0 != "\u{FFFD}" }
        return text.count > length ? text.prefix(length - 1) + "…" : text
    }
}

extension [Bool] {
    fileprivate mutating func hide(_ range: Range<Int>) {
        for index in range { self[index] = true }
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

    func find(in text: [UInt8], _ found: (Int) -> Void) {
        guard !starts.isEmpty else { return }
        for start in 0...text.count - window where isCandidate[Self.hash(text, start)] {
            for place in starts[text[start..<start + window]] ?? [] { found(place) }
        }
    }

    private static func hash(_ text: [UInt8], _ start: Int) -> Int {
        var word: UInt32 = 0
        for byte in text[start..<start + 4] { word = word << 8 | UInt32(byte) }
        return Int((word &* 2_654_435_761) >> 18)
    }
}
