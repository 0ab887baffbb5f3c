/// Jobs, as every process sees them.
public protocol JobStore: Sendable {
    /// Stores a new job of this process. Throws `unauthorized` unless its owner is enabled and has the role that its kind takes,
    /// `tooManyJobs` when `most` of the owner's have not ended, and `conflict(.jobRunning)` for the second of an exclusive kind.
    func begin(_ job: Job, unlessRunning most: Int) async throws(ChatError)
    /// Throws `notFound`, also for somebody else's.
    func find(_ id: Key<Job>, of owner: ID<User>) async throws(ChatError) -> Job
    /// Stores how far a job has come, or how it ended. One that has ended stays as it is.
    func save(_ job: Job) async throws(ChatError)
    /// Has the job ended as soon as its process notices. Throws `notFound`, also for somebody else's; one that has ended stays as it
    /// is.
    func cancel(_ id: Key<Job>, of owner: ID<User>) async throws(ChatError)
    /// False when the job was cancelled, has ended or is gone, or its owner may not have it any more.
    func mayGoOn(_ job: Job) async throws(ChatError) -> Bool
    /// Ends what no process runs: jobs of this process that are not `alive`, and all of dead ones. Returns how many there were.
    func interrupt(except alive: Set<Key<Job>>, at moment: Timestamp) async throws(ChatError) -> Int
    /// Removes those that ended before `moment`.
    func purge(before moment: Timestamp) async throws(ChatError)
}
