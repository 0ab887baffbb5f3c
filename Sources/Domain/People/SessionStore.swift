/// Browsers that are signed in.
public protocol SessionStore: Sendable {
    func create(_ session: Session) async throws(ChatError)
    /// The session and its user as they are now; nil when unknown, expired or unused for too long, or the user is disabled
    /// or deleted.
    func find(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError) -> Principal?
    /// Those of the hashes that `find` would find.
    func living(among hashes: [[UInt8]], at moment: Timestamp) async throws(ChatError) -> Set<[UInt8]>
    /// Those of the user that `find` would find, the last used first; the first hundred of them.
    func list(of user: ID<User>, at moment: Timestamp) async throws(ChatError) -> [Session]
    /// Notes that it was used; at most once an hour is written.
    func touch(_ hash: [UInt8], at moment: Timestamp) async
    /// Notes that its browser proved itself with the password. Throws `notFound`.
    func confirm(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError)
    func delete(_ hash: [UInt8]) async throws(ChatError)
    func deleteAll(of user: ID<User>) async throws(ChatError)
    /// Removes those that have ended by themselves.
    func purge(before moment: Timestamp) async throws(ChatError)
}
