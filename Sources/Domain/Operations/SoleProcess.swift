/// The only process there is has every lease.
public struct SoleProcess: LeaseStore {
    public init() {}

    public func take(_ lease: Lease, for span: Duration) async throws(ChatError) -> Bool { true }
    public func giveBack(_ lease: Lease) async throws(ChatError) {}
}
