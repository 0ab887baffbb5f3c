/// A number of places; who finds none waits for one.
final class MariaDBPlaces: Sendable {
    private let free: Watched<Int>

    init(_ count: Int) { free = Watched(count) }

    /// Throws when the task is cancelled first.
    func take() async throws(CancellationError) {
        while !Task.isCancelled {
            await free.until { $0 > 0 }
            let isMine = free.change { free in
                guard free > 0 else { return false }
                free -= 1
                return true
            }
            if isMine { return }
        }
        throw CancellationError()
    }

    func giveBack() { free.change { $0 += 1 } }
}
