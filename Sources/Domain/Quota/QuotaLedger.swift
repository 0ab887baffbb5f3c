/// Counts what is spent, per subject, window, unit and models. One place is taken in every counter or in none. A counter that is
/// not known is made from the rows of charges when it is first looked at.
///
/// Exact: whatever happens at once, `reserved + committed` never exceeds a limit, and no place is lost.
///
/// A clock that is set back by `Reservation.acceptedLead` at most reopens nothing. One that goes back further was ahead by
/// mistake: what was reserved ahead of it counts nowhere until its own time has come.
public protocol QuotaLedger: Sendable {
    /// Takes a place for the charge `id`. A repeated id takes nothing and returns the former reservation.
    ///
    /// `message` is the new question of that turn, if it has one. Nil, and nothing is taken, while another turn has a place
    /// for the same message, taken within `Reservation.precedence`: a message that is sent twice at once takes one place.
    /// Throws `quotaExceeded` with the window that stops it longest, or `unavailable("quota")`.
    func reserve(_ id: Key<Charge>, _ use: QuotaUse, asking message: Key<Message>?, under limits: [Limit])
        async throws(ChatError) -> Reservation?
    /// Counts an open place on another account than before, unless one of `limits`, which are those of that account, has no room for it:
    /// then nothing changes, and it is false. Throws `unavailable("quota")`.
    func move(_ id: Key<Charge>, to use: QuotaUse, under limits: [Limit]) async throws(ChatError) -> Bool
    /// An open place takes no more than it came to, before its end is told. Of one that has ended, nothing.
    func adjust(_ id: Key<Charge>, to total: QuotaTotal) async
    /// Keeps the place, with what it came to as far as that is known. Committing or refunding what has ended does nothing.
    func commit(_ id: Key<Charge>, _ total: QuotaTotal) async
    /// Gives the place back to the very windows it was taken from; a window that is over is left alone.
    func refund(_ id: Key<Charge>) async
    /// One entry a limit whose scope has a subject for this use, in their order.
    func usage(of use: QuotaUse, under limits: [Limit]) async throws(ChatError) -> [WindowUsage]
    /// Whether the counters that a place was taken from still count, as far as is known here. Asks nobody.
    func stands(_ reservation: Reservation) -> Bool
    /// Whether there are counters that count. Where there are none, every process has to store at once what it knows of places
    /// taken: somebody makes new ones of what is stored.
    func isComplete() async -> Bool
}

extension QuotaLedger {
    /// Ends the place as the charge ended, with what it came to as far as that is known.
    public func settle(_ id: Key<Charge>, as settlement: Settlement, _ total: QuotaTotal = QuotaTotal()) async {
        switch settlement {
        case .committed: await commit(id, total)
        case .refunded: await refund(id)
        }
    }

    // A ledger in memory is never lost without its process.
    public func stands(_ reservation: Reservation) -> Bool { true }
    public func isComplete() async -> Bool { true }

    public func commit(_ id: Key<Charge>) async { await commit(id, QuotaTotal()) }

    /// For a turn without a question of its own, or whose question is stored.
    @discardableResult
    public func reserve(_ id: Key<Charge>, _ use: QuotaUse, under limits: [Limit]) async throws(ChatError)
        -> Reservation
    {
        guard let place = try await reserve(id, use, asking: nil, under: limits) else {
            throw .unavailable(what: "quota")
        }
        return place
    }
}
