/// Counts what members spend, per window. One place is taken in every window or in none.
///
/// Exact: whatever happens at once, `reserved + committed` never exceeds a limit, and no place is lost.
///
/// A clock that is set back by `Reservation.acceptedLead` at most reopens nothing. One that goes back further was ahead by
/// mistake: what was reserved ahead of it counts nowhere until its own time has come.
public protocol QuotaLedger: Sendable {
    /// Takes a place for the turn `id`. A repeated id takes nothing and returns the former reservation.
    ///
    /// `message` is the new question of that turn, if it has one. Nil, and nothing is taken, while another turn has a place
    /// for the same message, taken within `Reservation.precedence`: a message that is sent twice at once takes one place.
    /// Throws `quotaExceeded` with the window that stops it longest, or `unavailable("quota")`.
    func reserve(_ id: Key<Turn>, for user: ID<User>, asking message: Key<Message>?, under limits: [Limit])
        async throws(ChatError) -> Reservation?
    /// Keeps the place. Committing or refunding what has ended does nothing.
    func commit(_ id: Key<Turn>) async
    /// Gives the place back to the very windows it was taken from; a window that is over is left alone.
    func refund(_ id: Key<Turn>) async
    /// One entry a limit, in the order of `limits`.
    func usage(of user: ID<User>, under limits: [Limit]) async throws(ChatError) -> [WindowUsage]
}

extension QuotaLedger {
    /// For a turn without a question of its own, or whose question is stored.
    @discardableResult
    public func reserve(_ id: Key<Turn>, for user: ID<User>, under limits: [Limit])
        async throws(ChatError) -> Reservation
    {
        guard let place = try await reserve(id, for: user, asking: nil, under: limits) else {
            throw .unavailable(what: "quota")
        }
        return place
    }
}

/// A place taken, and the moment that decides its windows. The turn's row carries the same moment.
public struct Reservation: Sendable, Equatable {
    public let id: Key<Turn>
    public let user: ID<User>
    public let at: Timestamp

    /// How long whoever reserved first for a message has to store its turn, before another one may try. Longer than a store
    /// takes to answer or fail; as short as a client waits when a process died in between.
    public static let precedence = Duration.seconds(10)

    /// How far the latest reservation may be ahead of the clock. More than clocks are corrected by, or differ by where one
    /// server takes the place of another; little enough for members to wait for.
    public static let acceptedLead = Duration.seconds(300)

    public init(id: Key<Turn>, user: ID<User>, at: Timestamp) {
        self.id = id
        self.user = user
        self.at = at
    }
}

/// One row of the SQL ledger that still counts: what a quota ledger is rebuilt from.
public struct LedgerEntry: Sendable, Equatable {
    public let turn: Key<Turn>
    public let user: ID<User>
    public let at: Timestamp
    public let isSettled: Bool

    public init(turn: Key<Turn>, user: ID<User>, at: Timestamp, isSettled: Bool) {
        self.turn = turn
        self.user = user
        self.at = at
        self.isSettled = isSettled
    }
}

/// The rows of `turns` as the truth about quotas.
public protocol LedgerArchive: Sendable {
    /// Every entry since `moment` that was not refunded.
    func entries(since moment: Timestamp) async throws(ChatError) -> [LedgerEntry]
    /// What became of these turns. A turn that was never stored is missing.
    func standings(of turns: [Key<Turn>]) async throws(ChatError) -> [Key<Turn>: LedgerStanding]
}

/// What the SQL ledger says of one turn's place.
public enum LedgerStanding: String, Sendable { case reserved, committed, refunded }
