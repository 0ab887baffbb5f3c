extension Dispatcher {
    /// Asks the lent account for a session, and others where that one does not take it. `accepted` is called once, when an upstream has, and
    /// gives the asker's line, or nil when nobody is there any more. Returns when the session is over: all leases and places are given back or
    /// settled by then, and the upstream's line is closed. The asker's is left to the caller, with how it ended; nil: it never began.
    ///
    /// `renewed` is what the asker may ask by now, for each answer after the first.
    public func talk(
        _ call: RealtimeCall, under admission: Admission, showing activity: RealtimeActivity,
        renewed: @escaping @Sendable () async throws(ChatError) -> Ask, _ accepted: () async -> (any RealtimeLine)?
    ) async -> (receipt: Receipt, end: RealtimeEnd?) {
        let charges = RealtimeCharges(self, admission, activity, renewed: renewed)
        var end: RealtimeEnd?
        let receipt = await carryOut(admission) { account, key, _, former in
            guard let key else { return await withoutKey(account, for: admission.ask, after: {}) }
            do throws(UpstreamError) {
                let ended = try await backend.open(call, as: account, key: key.secret) { upstream in
                    charges.answered(by: account, after: former + [Attempt(account.id, key: key.number)])
                    guard let asker = await accepted() else { return .asker(nil) }
                    let session = RealtimeSession(
                        call: call, account: account, asker: asker, upstream: upstream, charges: charges, clock: clock)
                    let end = await session.run()
                    await upstream.close(end.forUpstream)
                    return end
                }
                end = ended
                return ended.ofAttempt
            } catch {
                if case .failed(let failure) = error { return .failed(failure) }
                return .cancelled
            }
        }
        await charges.finish(receipt)
        return (receipt, end)
    }

    /// One more message of a session, on the account that it has: a place, and no lease. Throws `noAccount` when that is the asker's no more.
    func admitNext(_ ask: Ask, on account: Account) async throws(ChatError) -> Admission {
        guard ask.candidates.contains(where: { $0.account.id == account.id }) else { throw .noAccount }
        guard let admission = try await admit(ask, to: account, nil) else {
            throw .unavailable(what: "quota")
        }
        _ = admission.takeLease()
        return admission
    }
}

extension RealtimeEnd {
    /// What it says of the account. What began is never asked of another one.
    fileprivate var ofAttempt: Receipt.End {
        switch self {
        case .asker, .unreadable, .upstream, .refused, .tooLong: .finished(.stop)
        case .stopped: .cancelled
        case .upstreamLost:
            .failed(
                UpstreamFailure(
                    .upstreamIncomplete, detail: "the session broke off without a goodbye", mayHaveRun: true))
        }
    }

    fileprivate var forUpstream: RealtimeClose {
        switch self {
        case .asker(let close?) where close.code != 0: close
        case .stopped: RealtimeClose(1001)
        default: RealtimeClose(1000)
        }
    }
}
