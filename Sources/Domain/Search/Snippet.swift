/// The part of a message in which something was found.
public struct Snippet: Sendable, Equatable {
    /// One line.
    public let text: String
    /// What was found in it, in UTF-16 units, as browsers count; in order, none touches another.
    public let marks: [Range<Int>]

    public init(text: String, marks: [Range<Int>]) {
        self.text = text
        self.marks = marks
    }
}
