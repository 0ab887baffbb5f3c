import Synchronization

/// Who hashes now, who waits and who is refused. Each lane has a queue of its own, so that a flood in one neither refuses nor
/// delays what comes in a better one.
final class HashingPlaces: Sendable {
    private typealias Turn = CheckedContinuation<Int?, Never>

    private struct State {
        /// Numbers of places that nobody holds. While there is one, nobody waits.
        var free: [Int]
        var waiting: [PasswordHasher.Lane: [Turn]] = [:]
    }

    private let state: Mutex<State>

    /// How many may wait in one lane.
    static let queueLimit = 20

    init(_ count: Int) { state = Mutex(State(free: Array(0..<count))) }

    /// The number of a place, which must be given back once. Throws when too many wait in the lane already.
    func enter(_ lane: PasswordHasher.Lane) async throws(PasswordHasher.Busy) -> Int {
        let place = await withCheckedContinuation { turn in
            let isDecided: Bool
            let place: Int?
            (isDecided, place) = state.withLock { state in
                if let place = state.free.popLast() { return (true, place) }
                guard state.waiting[lane, default: []].count < Self.queueLimit else { return (true, nil) }
                state.waiting[lane, default: []].append(turn)
                return (false, nil)
            }
            if isDecided { turn.resume(returning: place) }
        }
        guard let place else { throw PasswordHasher.Busy() }
        return place
    }

    /// The place goes to the one who has waited longest in the best lane.
    func leave(_ place: Int) {
        let next = state.withLock { state -> Turn? in
            for lane in PasswordHasher.Lane.allCases where state.waiting[lane]?.isEmpty == false {
                return state.waiting[lane]?.removeFirst()
            }
            state.free.append(place)
            return nil
        }
        next?.resume(returning: place)
    }

    func waiting(in lane: PasswordHasher.Lane) -> Int { state.withLock { $0.waiting[lane]?.count ?? 0 } }
}
