internal import Domain
import Synchronization

/// Who was noted as present within the last minute, so that most requests cost no write.
final class Visits: Sendable {
    static let interval = Duration.seconds(60)

    private let noted = Mutex<[ID<User>: Timestamp]>([:])

    /// True at most once a minute for a user.
    func isWorthNoting(_ id: ID<User>, at moment: Timestamp) -> Bool {
        noted.withLock { noted in
            if let last = noted[id], moment < last + Self.interval, moment >= last { return false }
            if noted.count >= 10_000 { noted = noted.filter { moment < $0.value + Self.interval } }
            noted[id] = moment
            return true
        }
    }
}
