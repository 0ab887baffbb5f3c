internal import JSON

/// What a model of Anthropic's takes, by its name: `claude-3-5-sonnet-…`, `claude-opus-4-6`. A name that says nothing is a current one's.
struct ClaudeModel: Sendable {
    /// 4.6 is 46; nil for a current one.
    private let version: Int?

    init(_ name: String) {
        version = Self.version(in: Text(name))
    }

    /// Whether `temperature`, `top_p` and `top_k` are known to it: until 4.6.
    var takesSampling: Bool { version.map { $0 < 47 } ?? false }
    /// Whether it chooses itself how much it thinks, and is told by a word: since 4.6.
    var isAdaptive: Bool { version.map { $0 >= 46 } ?? true }
    /// Whether it thinks at all: since 3.7.
    var thinks: Bool { version.map { $0 >= 37 } ?? true }

    private static func version(in name: Text) -> Int? {
        let parts = name.asciiLowercased.split(separator: UInt8(ascii: "-"))
        guard let start = parts.firstIndex(where: { $0.hasSuffix("claude") }) else { return nil }
        for (index, part) in parts.enumerated() where index > start {
            if part == "instant" { return 10 }
            // Also `2.1`, and dots in names of gateways: `claude-3.5-sonnet`.
            let numbers = part.split(separator: UInt8(ascii: ".")).map(\.integer)
            guard let major = numbers[0], (1...99).contains(major) else { continue }
            let next = index + 1 < parts.count ? parts[index + 1].integer : nil
            let minor = (numbers.count > 1 ? numbers[1] : next).flatMap { (0...9).contains($0) ? $0 : nil }
            return major * 10 + (minor ?? 0)
        }
        return nil
    }
}
