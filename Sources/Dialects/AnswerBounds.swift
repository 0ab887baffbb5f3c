/// How much an answer may be, in any format.
enum AnswerBounds {
    static let events = 1_000_000
    /// In bytes, reasoning and calls included. A statement to MariaDB has 16 MiB at most unless somebody set more.
    static let text = 12 << 20
    /// More than anybody calls.
    static let calls = 1000

    static let tooLong = "an answer of more than 12 MiB"
    static let tooManyCalls = "\(calls) calls in one answer"
}
