public import Domain
import Synchronization
import Web

/// Tries whether a store works, for supervisors that ask: once a second at most, however many ask, one attempt at a time, and
/// with an answer in time, whatever the store does.
public final class StoreProbe: Sendable {
    private let name: String
    private let clock: any WallClock
    private let spawn: TurnRunner.Spawn
    private let attempt: @Sendable () async -> Bool
    private let state = Mutex(State())

    fileprivate struct State {
        var verdict: (isWell: Bool, at: Timestamp)?
        /// Ends the wait for the attempt under way; nil when there is none.
        var alarm: Task<Void, Never>?
        var isTrying = false
        /// The attempt takes longer than anybody waits.
        var isSilent = false
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    fileprivate static let freshness = Duration.seconds(1)
    private static let patience = Duration.seconds(3)

    /// `attempt` says whether the store did what it was asked. It ends by itself.
    public init(
        _ name: String, clock: any WallClock, spawn: @escaping TurnRunner.Spawn,
        _ attempt: @escaping @Sendable () async -> Bool
    ) {
        self.name = name
        self.clock = clock
        self.spawn = spawn
        self.attempt = attempt
    }

    /// The names of those that do not work, in their order. All are asked at once.
    public static func missing(among probes: [StoreProbe]) async -> [String] {
        await withTaskGroup { group in
            for (index, probe) in probes.enumerated() { group.addTask { (index, await probe.isWell()) } }
            var sick: [Int] = []
            for await (index, isWell) in group where !isWell { sick.append(index) }
            return sick.sorted().map { probes[$0].name }
        }
    }

    private func isWell() async -> Bool {
        let now = clock.now
        return await withCheckedContinuation { continuation in
            let (answer, mustTry) = state.withLock { $0.ask(continuation, at: now) }
            if let answer { continuation.resume(returning: answer) }
            if mustTry { tryOut() }
        }
    }

    private func tryOut() {
        let alarm = spawn { [clock] in
            await clock.sleep(Self.patience)
            if !Task.isCancelled { self.answer(false) { $0.isSilent = $0.isTrying } }
        }
        state.withLock { $0.alarm = alarm }
        _ = spawn { [clock, attempt] in
            let isWell = await attempt()
            self.answer(isWell) { $0.end(isWell, at: clock.now) }
        }
    }

    private func answer(_ isWell: Bool, _ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: isWell) }
    }
}

extension StoreProbe.State {
    /// An answer that is known; nil when it is waited for, for which somebody must begin an attempt if none is under way.
    fileprivate mutating func ask(
        _ continuation: CheckedContinuation<Bool, Never>, at now: Timestamp
    ) -> (answer: Bool?, mustTry: Bool) {
        if isSilent { return (false, false) }
        if !isTrying, let verdict, (verdict.at..<verdict.at + StoreProbe.freshness).contains(now) {
            return (verdict.isWell, false)
        }
        waiting.append(continuation)
        defer { isTrying = true }
        return (nil, !isTrying)
    }

    fileprivate mutating func end(_ isWell: Bool, at moment: Timestamp) {
        verdict = (isWell, moment)
        (isTrying, isSilent) = (false, false)
        alarm?.cancel()
        alarm = nil
    }
}
