private import Synchronization

/// A place in every counter and an account that is lent: what an ask has before it is carried out. Both are given back exactly
/// once: the lease by `Dispatcher.carryOut` or `abandon`, the place by `settle` or `abandon`.
public final class Admission: Sendable {
    public let ask: Ask
    public let reservation: Reservation
    /// The account that is asked first.
    public let account: Account
    /// Why that one; nil where there was no other.
    public let choice: Choice?
    private let state = Mutex(State())

    private struct State {
        var isLent = true
        var isReserved = true
    }

    init(_ ask: Ask, _ reservation: Reservation, _ account: Account, _ choice: Choice? = nil) {
        self.ask = ask
        self.reservation = reservation
        self.account = account
        self.choice = choice
    }

    deinit {
        precondition(state.withLock { !$0.isLent && !$0.isReserved }, "an admission was dropped with what it holds")
    }

    /// Whoever gets true gives the account back.
    func takeLease() -> Bool {
        state.withLock { state in
            defer { state.isLent = false }
            return state.isLent
        }
    }

    /// Whoever gets true settles the place.
    func takePlace() -> Bool {
        state.withLock { state in
            defer { state.isReserved = false }
            return state.isReserved
        }
    }
}
