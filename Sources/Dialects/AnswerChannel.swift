internal import JSON
internal import Wire

/// What is said in an answer, or thought: in pieces, as a whole, or both.
struct AnswerChannel: Sendable {
    private var joiner = CharacterJoiner()
    private var repeated = RepeatedText()
    /// Whether wholes come that grow.
    private var isGrowing = false

    /// The piece with its characters whole.
    mutating func joined(_ piece: Text, _ hasHalves: Bool) -> Text {
        repeated.note(piece)
        return joiner.join(piece, hasHalves: hasHalves)
    }

    /// What a whole says beyond what was said. A whole that goes on otherwise is a piece itself.
    mutating func news(in whole: Text, isLast: Bool) -> Text? {
        guard !repeated.isEmpty, let rest = repeated.rest(of: whole) else { return whole }
        // The same word twice, by one who calls his pieces wholes.
        if rest.isEmpty, !isLast, !isGrowing { return whole }
        isGrowing = true
        return rest.isEmpty ? nil : rest
    }

    /// What is left when nothing more comes.
    mutating func end() -> Text { joiner.end() }
}
