/// The logins that are not renewed for a while.
extension Accounts {
    /// Nil while logins are renewed in their time.
    public func renewalHold() async throws(ChatError) -> RenewalHold? {
        try await logins.hold().flatMap { $0.isOn(at: clock.now) ? $0 : nil }
    }

    /// Those whose time has come are renewed within seconds.
    public func resumeRenewals(by actor: Actor) async throws(ChatError) {
        guard try await renewalHold() != nil else { return }
        try await logins.set(nil, of: [])
        await trail.note(.renewalsResumed, by: actor)
    }
}
