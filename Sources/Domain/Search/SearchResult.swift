/// What a search has found so far.
public struct SearchResult: Sendable {
    public internal(set) var titles: [SearchHit] = []
    /// Newest first.
    public internal(set) var passages: [SearchHit] = []
    /// Where older messages are to be looked for; nil when all have been.
    public internal(set) var next: PassagePlace?
}
