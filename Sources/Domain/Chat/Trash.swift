/// Deletes a member's conversations, so that they can be had back for a while.
public struct Trash: Sendable {
    private let store: any TrashStore
    private let files: Files
    private let turns: TurnRunner
    private let turnLog: any TurnLog
    private let clock: any WallClock

    public init(
        _ store: any TrashStore, files: Files, turns: TurnRunner, turnLog: any TurnLog, clock: any WallClock
    ) {
        self.store = store
        self.files = files
        self.turns = turns
        self.turnLog = turnLog
        self.clock = clock
    }

    public func list(_ page: Page, for owner: ID<User>) async throws(ChatError) -> Listing<Conversation> {
        try await store.trashed(page, for: owner)
    }

    /// Puts them into the trash and ends their running turns, whose text so far stays. Temporary ones are gone at once. Returns those
    /// that were not there before and can be restored.
    @discardableResult
    public func put(_ which: ConversationSelection, for owner: ID<User>)
        async throws(ChatError) -> Set<Key<Conversation>>
    {
        // First of all: no turn begins in them any more.
        let put = try await store.trash(which, at: clock.now, for: owner)
        let running =
            put.isEmpty ? [] : try await store.runningTurns(of: owner).filter { put.contains($0.conversation) }
        for turn in running { await turns.stop(turn.conversation, of: owner) }
        for turn in running { await waitForEnd(of: turn) }
        let purged = try await store.purge(expiredAt: clock.now, of: owner)
        if !purged.isEmpty { await files.removeDeleted(of: owner) }
        return put.subtracting(purged)
    }

    /// Throws `notFound` for one that is not in the trash.
    public func restore(_ id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) {
        guard try await !store.restore([id], for: owner).isEmpty else { throw .notFound }
    }

    public func restore(_ ids: Set<Key<Conversation>>, for owner: ID<User>)
        async throws(ChatError) -> Set<Key<Conversation>>
    {
        try await store.restore(ids, for: owner)
    }

    public func archive(_ which: ConversationSelection, _ isArchived: Bool, for owner: ID<User>)
        async throws(ChatError) -> Set<Key<Conversation>>
    {
        try await store.archive(which, isArchived, for: owner)
    }

    /// For good. Throws `notFound` for one that is not in the trash.
    public func purge(_ id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) {
        try await store.purge(id, for: owner)
        await files.removeDeleted(of: owner)
    }

    /// Not for ever: where the store is down, the turn is left to whoever ends it.
    private func waitForEnd(of turn: Turn) async {
        await withTaskGroup { group in
            group.addTask { [log = turnLog] in
                var last = 0
                while let events = try? await log.read(turn.id, for: turn.owner, after: last), let event = events.last {
                    last = event.number
                }
            }
            group.addTask { [clock] in await clock.sleep(.seconds(2)) }
            await group.next()
            group.cancelAll()
        }
    }
}
