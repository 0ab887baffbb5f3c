public import JSON

/// Somebody who uses an application, as it names them. The same name in another application is somebody else.
public struct AppUser: Sendable, Equatable {
    public let name: Name
    public let createdAt: Timestamp

    public init(_ name: Name, createdAt: Timestamp) {
        self.name = name
        self.createdAt = createdAt
    }

    public struct Name: Sendable, Hashable {
        public let application: String
        public let openID: String

        /// Nil for an `openid` that is none: 1–128 of `A–Z a–z 0–9 - _`.
        public init?(_ openID: Text, in application: Application) {
            guard (1...128).contains(openID.byteCount), openID.utf8.allSatisfy(\.isOfKey) else { return nil }
            self.application = application.name
            self.openID = openID.string
        }
    }
}

/// A question of an app user's and its answer: always both.
public struct AppTurn: Sendable, Equatable {
    public let question: String
    public let answer: String
    /// When it was answered.
    public let at: Timestamp

    public init(_ question: String, answer: String, at moment: Timestamp) {
        self.question = question
        self.answer = answer
        at = moment
    }
}
