public import JSON

/// Where the contents of files are. What it has is unreadable without the key that `keep` returns.
///
/// Every call may throw `unavailable("files")`.
public protocol FileContents: Sendable {
    /// Keeps what `next` gives until nil: whole or not at all, and durable on return. Throws what `next` throws, and
    /// `file(.filled)` when there are contents already.
    func keep(_ id: Key<File>, _ next: @Sendable () async throws(ChatError) -> [UInt8]?) async throws(ChatError)
        -> Secret
    /// Hands the contents on, a piece at a time. Throws `unavailable` in the middle where they are damaged.
    func read(
        _ id: Key<File>, sealedWith key: Secret, to sink: @Sendable ([UInt8]) async throws(ChatError) -> Void
    ) async throws(ChatError)
    /// The whole in base64. Made where the contents are: of a large file it takes longer than a loop may be held up.
    func base64(_ id: Key<File>, sealedWith key: Secret) async throws(ChatError) -> Text
    /// Removes the contents, and what an upload that broke off has left. There may be none.
    func remove(_ id: Key<File>) async throws(ChatError)
}
