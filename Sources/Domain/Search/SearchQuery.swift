public import JSON

/// What a member searches for: words and "phrases", each of which a message must have somewhere, and `in:project`,
/// `before:2026-01-31` and `after:2026-01`, which narrow the search. Quotes and colons may be those of Chinese.
public struct SearchQuery: Sendable, Equatable {
    /// As typed; whoever searches folds them. Empty where only filters are given.
    public private(set) var terms: [String] = []
    /// Parts of the names of projects; the message is in one of them.
    public private(set) var projects: [String] = []
    /// Written before the first moment of this day.
    public private(set) var before: Timestamp?
    /// Written at the first moment of this day, or later.
    public private(set) var after: Timestamp?

    /// In characters.
    public static let longest = 256

    /// `zone`: of the days that are named. Throws `invalid("query")`.
    public init(_ text: Text, zone: Duration = .zero) throws(ChatError) {
        guard text.scalarCount <= Self.longest else {
            throw .invalid(field: "query", .longerThan(Self.longest, .characters))
        }
        var words = SearchWords(text)
        while let word = words.next() { try take(word, zone) }
        guard !terms.isEmpty || !projects.isEmpty || before != nil || after != nil else {
            throw .invalid(field: "query", .empty)
        }
    }

    private mutating func take(_ word: SearchWords.Word, _ zone: Duration) throws(ChatError) {
        switch word.filter {
        case nil: terms.append(word.text)
        case .project:
            guard !word.text.isEmpty else { throw .invalid(field: "query", .noProjectName) }
            projects.append(word.text)
        case .before:
            let start = try Self.start(of: word.text, zone)
            before = before.map { min($0, start) } ?? start
        case .after:
            let start = try Self.start(of: word.text, zone)
            after = after.map { max($0, start) } ?? start
        }
    }

    /// The first moment of a day, a month or a year: `2026-01-31`, `2026/1/31`, `2026-01`, `2026`.
    private static func start(of text: String, _ zone: Duration) throws(ChatError) -> Timestamp {
        let parts = text.utf8.split(omittingEmptySubsequences: false) { "-/.".utf8.contains($0) }
        let numbers = parts.compactMap { part -> Int64? in
            guard (1...4).contains(part.count), part.allSatisfy({ (48...57).contains($0) }) else { return nil }
            return Int64(String(Substring(part)))
        }
        guard (1...3).contains(numbers.count), numbers.count == parts.count,
            let start = Timestamp(
                year: numbers[0], month: numbers.dropFirst().first ?? 1, day: numbers.dropFirst(2).first ?? 1)
        else { throw .invalid(field: "query", .notADay) }
        return start - zone
    }
}
