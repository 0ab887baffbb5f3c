public import JSON

/// What is kept of a file.
public enum FilePart: String, Sendable, CaseIterable {
    /// As it was uploaded.
    case contents = "file"
    /// What was read out of a document, in UTF-8.
    case text = "file-text"

    /// What its contents are sealed for: they are nobody else's.
    public func place(of id: Key<File>) -> [UInt8] { Array("\(rawValue)|\(id)".utf8) }
}

/// Where the contents of files are. What it has is unreadable without the key that `keep` returns.
///
/// Every call may throw `unavailable("files")`.
public protocol FileContents: Sendable {
    /// Keeps what `next` gives until nil: whole or not at all, and durable on return. Throws what `next` throws, and
    /// `file(.filled)` when there are contents already.
    ///
    /// Both parts of a file have the same key: nil makes one.
    func keep(
        _ part: FilePart, of id: Key<File>, sealedWith key: Secret?,
        _ next: @Sendable () async throws(ChatError) -> [UInt8]?
    ) async throws(ChatError) -> Secret
    /// Hands the contents on, a piece at a time. Throws `unavailable` in the middle where they are damaged.
    func read(
        _ part: FilePart, of id: Key<File>, sealedWith key: Secret,
        to sink: @Sendable ([UInt8]) async throws(ChatError) -> Void
    ) async throws(ChatError)
    /// The whole in base64. Made where the contents are: of a large file it takes longer than a loop may be held up.
    func base64(_ id: Key<File>, sealedWith key: Secret) async throws(ChatError) -> Text
    /// Removes a part, and what an upload of it that broke off has left. There may be none.
    func remove(_ part: FilePart, of id: Key<File>) async throws(ChatError)
}

extension FileContents {
    /// Removes all that there is of a file.
    func remove(_ id: Key<File>) async throws(ChatError) {
        for part in FilePart.allCases { try await remove(part, of: id) }
    }
}
