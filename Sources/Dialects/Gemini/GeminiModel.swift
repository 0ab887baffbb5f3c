internal import JSON

/// What a model of Google's takes, by its name: `gemini-2.5-pro`. A name that says nothing is a current one's.
struct GeminiModel: Sendable {
    /// 2.5 is 25; nil for a name that says none.
    private let version: Int?

    init(_ name: String) {
        let parts = Text(name).asciiLowercased.split(separator: UInt8(ascii: "-"))
        guard let start = parts.firstIndex(where: { $0.hasSuffix("gemini") }), start + 1 < parts.count else {
            version = nil
            return
        }
        let numbers = parts[start + 1].split(separator: UInt8(ascii: ".")).map(\.integer)
        version = numbers[0].flatMap { (1...99).contains($0) ? $0 * 10 : nil }.map { major in
            major + (numbers.count > 1 ? numbers[1].flatMap { (0...9).contains($0) ? $0 : nil } ?? 0 : 0)
        }
    }

    /// Whether it is told by a word how much to think: since 3. Before, by a number of tokens.
    var hasLevels: Bool { version.map { $0 >= 30 } ?? true }
    /// Whether it thinks at all: since 2.5.
    var thinks: Bool { version.map { $0 >= 25 } ?? true }
    /// Whether it is known to refuse a call in its turn that it has not signed: since 3.
    var wantsSignatures: Bool { version.map { $0 >= 30 } ?? false }
}
