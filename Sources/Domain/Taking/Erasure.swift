internal import JSON

/// Deletes what a member has here: chats, files, shares, projects, exports and the jobs that name some of it. What stays is the account, its
/// settings and keys, and the usage log, which holds no text.
public struct Erasure: Sendable {
    private let store: any ErasureStore
    private let trash: Trash
    private let exports: Exports
    private let files: Files
    private let jobs: Jobs

    public init(_ store: any ErasureStore, trash: Trash, exports: Exports, files: Files, jobs: Jobs) {
        self.store = store
        self.trash = trash
        self.exports = exports
        self.files = files
        self.jobs = jobs
    }

    /// Begins it. `confirmation` is the member's own name, so that nobody does it by accident: throws `invalid` for anything else, and as
    /// `Jobs.begin`.
    public func begin(_ confirmation: String, for user: User) async throws(ChatError) -> Job {
        guard confirmation.hasSameBytes(as: user.username) else { throw .invalid(field: "user_name", .unknown) }
        return try await jobs.begin(.erasure, for: user) { [self] progress throws(JobStop) in
            do throws(ChatError) {
                // Ends running answers, and nothing is added to what is deleted from then on.
                try await trash.put(.all, for: user.id)
                let count = try await store.erase(user.id)
                try await exports.removeAll(of: user.id)
                progress.report(["chats": .integer(count)])
            } catch {
                throw .failed(.unavailable)
            }
            await files.removeDeleted(of: user.id)
        }
    }
}

/// Deletes all that one member has.
public protocol ErasureStore: Sendable {
    /// Returns how many conversations there were. Done twice it does no harm. May throw `unavailable("storage")`.
    func erase(_ owner: ID<User>) async throws(ChatError) -> Int
}
