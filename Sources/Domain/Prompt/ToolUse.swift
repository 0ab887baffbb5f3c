/// What an upstream's own tools did for an answer: it charges them beside the tokens.
public struct ToolUse: Sendable, Equatable {
    public var webSearches = 0
    public var fileSearches = 0
    /// How many pictures of each kind a tool made.
    public var pictures: [MadePicture: Int] = [:]

    public init(webSearches: Int = 0, fileSearches: Int = 0, pictures: [MadePicture: Int] = [:]) {
        self.webSearches = Self.bounded(webSearches)
        self.fileSearches = Self.bounded(fileSearches)
        self.pictures = pictures.mapValues(Self.bounded)
    }

    public var isEmpty: Bool { webSearches == 0 && fileSearches == 0 && pictures.isEmpty }

    /// What an upstream says may be any number.
    private static func bounded(_ count: Int) -> Int { min(max(0, count), 1_000_000) }
}

/// A picture that a tool made, as far as its price depends on it (new-api.md §20): how good it is, and whether it is larger than
/// 1024 × 1024.
public enum MadePicture: String, Sendable, CaseIterable {
    case low, medium, high
    case lowWide = "low-wide"
    case mediumWide = "medium-wide"
    case highWide = "high-wide"

    /// By the words of an answer. What they do not say is the square one of high quality, as New API has it.
    public init(quality: String, size: String) {
        let isWide = size == "1024x1536" || size == "1536x1024"
        self = (isWide || size == "1024x1024" ? MadePicture(rawValue: quality + (isWide ? "-wide" : "")) : nil) ?? .high
    }
}
