/// What asking an upstream showed about it.
public struct AccountFindings: Sendable, Equatable {
    /// Events of answers that could not be read and were left out.
    public var skipped = 0
    public var lessons: [AccountLesson] = []

    public init(skipped: Int = 0, lessons: [AccountLesson] = []) {
        self.skipped = skipped
        self.lessons = lessons
    }

    public var isEmpty: Bool { skipped == 0 && lessons.isEmpty }

    public static func += (left: inout Self, right: Self) {
        left.skipped += right.skipped
        left.lessons += right.lessons
    }
}
