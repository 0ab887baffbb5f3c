public import JSON

/// What a member's programs may do with the answers that are kept. Every key of a member finds all of theirs, but for those of
/// models that the key may not use.
public struct StoredResponses: Sendable {
    private let store: any ResponseStore
    private let stopCall: @Sendable (Key<Charge>, ID<User>) async -> Void

    /// `stopCall` ends a running call, in whichever process.
    public init(_ store: any ResponseStore, stopCall: @escaping @Sendable (Key<Charge>, ID<User>) async -> Void) {
        self.store = store
        self.stopCall = stopCall
    }

    /// Throws `notFound` for whatever is no id, too.
    public func find(_ id: Text, for standing: Standing) async throws(ChatError) -> StoredResponse {
        guard let key = Key<StoredResponse>(outside: id) else { throw .notFound }
        let response = try await store.find(key, of: standing.user.id)
        guard standing.allows(response.model) else { throw .notFound }
        return response
    }

    /// The items of answers that have these ids, as far as there are such: of several with one id the newest.
    public func items(
        named ids: Set<Text>, for standing: Standing
    ) async throws(ChatError) -> [Text: JSONValue] {
        var found: [Text: JSONValue] = [:]
        for response in try await store.find(naming: ids, of: standing.user.id)
        where standing.allows(response.model) {
            for item in response.output {
                if let id = item["id"]?.text, ids.contains(id) { found[id] = item }
            }
        }
        return found
    }

    public func delete(_ id: Text, for standing: Standing) async throws(ChatError) {
        let response = try await find(id, for: standing)
        try await store.delete(response.id, of: response.owner)
        await stop(response)
    }

    /// One that has ended, and so one that was cancelled before, stays as it is. Throws `conflict` for one that its asker waits for.
    public func cancel(_ id: Text, for standing: Standing) async throws(ChatError) -> StoredResponse {
        var response = try await find(id, for: standing)
        guard response.isBackground else { throw .conflict(.notInBackground) }
        // It is so from now on, whatever its process still does.
        if try await store.cancel(response.id, of: response.owner) {
            await stop(response)
            response.status = .cancelled
            return response
        }
        return try await find(id, for: standing)
    }

    public func keep(_ response: StoredResponse) async throws(ChatError) { try await store.add(response) }

    public func finish(_ response: StoredResponse) async throws(ChatError) { _ = try await store.finish(response) }

    private func stop(_ response: StoredResponse) async {
        guard response.status == .inProgress, let charge = response.charge else { return }
        await stopCall(charge, response.owner)
    }
}

extension Key {
    /// Of text that may be of any length.
    public init?(outside text: Text) {
        guard text.byteCount <= 64 else { return nil }
        self.init(text.string)
    }
}
