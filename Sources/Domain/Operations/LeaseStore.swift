/// Who has which lease, decided in one place for all processes. A process that dies keeps none for longer than it was taken for.
public protocol LeaseStore: Sendable {
    /// Takes a lease for this process, or keeps the one that it has, for `span` from now on: an hour at most. False while another
    /// process has it.
    func take(_ lease: Lease, for span: Duration) async throws(ChatError) -> Bool
    /// Another process may take it at once. Giving back what one does not have changes nothing.
    func giveBack(_ lease: Lease) async throws(ChatError)
}
