import Synchronization

/// Numbers noted from several tasks.
final class Notes: Sendable {
    private let noted = Mutex<[Int]>([])

    func note(_ number: Int) { noted.withLock { $0.append(number) } }

    var values: [Int] { noted.withLock { $0 } }
}
