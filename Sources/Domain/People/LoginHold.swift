/// What a name that was guessed at too often has to wait: a minute after the next failure, twice as long after each further
/// one, up to a quarter of an hour. The right password or a day without a failure ends it.
struct LoginHold: Sendable {
    /// The failures since it began, as numbers of their attempts.
    private var further: [Int] = []
    private var last: Timestamp

    private static let shortest = Duration.seconds(60)
    private static let longest = Duration.seconds(900)
    private static let memory = Duration.seconds(86_400)
    /// So many make the longest wait; more need not be remembered.
    private static let mostFurther = 5

    init(at moment: Timestamp) { last = moment }

    mutating func add(_ number: Int, at moment: Timestamp) {
        further = further.suffix(Self.mostFurther - 1) + [number]
        last = moment
    }

    mutating func remove(_ number: Int) { further.removeAll { $0 == number } }

    var isEmpty: Bool { further.isEmpty }

    /// When the name is free again, as far as this goes; nil: it waits for nothing yet.
    var end: Timestamp? {
        guard !further.isEmpty else { return nil }
        return last + min(Self.longest, Self.shortest * (1 << (further.count - 1)))
    }

    func isForgotten(at moment: Timestamp) -> Bool { last + Self.memory <= moment }
}
