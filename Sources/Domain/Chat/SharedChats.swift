/// Shows a conversation to whoever has an address, up to one of its messages, until its owner says otherwise.
public struct SharedChats: Sendable {
    private let store: any SharedChatStore
    private let conversations: any ConversationStore
    private let settings: any SettingStore
    private let passwords: any Passwords
    private let throttle: LoginThrottle
    private let clock: any WallClock
    private let trail: AuditTrail

    public init(
        _ store: any SharedChatStore, conversations: any ConversationStore, settings: any SettingStore,
        passwords: any Passwords, clock: any WallClock, trail: AuditTrail
    ) {
        self.store = store
        self.conversations = conversations
        self.settings = settings
        self.passwords = passwords
        throttle = LoginThrottle(clock: clock)
        self.clock = clock
        self.trail = trail
    }

    /// What readers get.
    public struct Reading: Sendable {
        public let share: SharedChat
        public let messages: [SharedMessage]
    }
}

// MARK: The owner's

extension SharedChats {
    /// What readers would get if the conversation were shared up to this message, and the share that it has. Throws `notFound`, `unknownParent`.
    public func preview(of conversation: Key<Conversation>, upTo node: Key<Message>?, for owner: ID<User>)
        async throws(ChatError) -> (title: String, messages: [SharedMessage], share: SharedChat?)
    {
        let found = try await conversations.open(conversation, for: owner)
        let node = node ?? found.currentNode
        let path = try await path(to: node, in: conversation, for: owner)
        return (found.title, SharedMessage.all(of: path), try await store.find(of: conversation, for: owner))
    }

    /// Shares a conversation up to a message, without one up to that which is shown, for seven days unless something else is said.
    ///
    /// A conversation that is shared keeps its address; `wasThere` says that the message was its last already. Throws `forbidden` where nobody
    /// may share, `turnRunning` for an answer that is being written, `conflict(.nothingToShare)`, and what `SharedChatStore.keep` throws.
    public func share(
        _ conversation: Key<Conversation>, upTo node: Key<Message>?, _ change: SharedChatChange, by actor: Actor
    ) async throws(ChatError) -> (SharedChat, wasThere: Bool) {
        guard let owner = actor.user?.id else { throw .unauthorized }
        guard try await readership() != .nobody else { throw .forbidden }
        let found = try await conversations.open(conversation, for: owner)
        guard let node = node ?? found.currentNode else { throw .conflict(.nothingToShare) }
        let path = try await path(to: node, in: conversation, for: owner)
        guard !path.contains(where: { $0.status == .inProgress }) else { throw .turnRunning }
        guard !SharedMessage.all(of: path).isEmpty else { throw .conflict(.nothingToShare) }
        let now = clock.now
        let former = try await store.find(of: conversation, for: owner)
        var share =
            former
            ?? SharedChat(
                id: .random(), owner: owner, conversation: conversation, node: node, title: found.title,
                createdAt: now, expiresAt: now + SharedChat.usualTime)
        if share.isOver(at: now) { share.expiresAt = now + SharedChat.usualTime }
        (share.node, share.title, share.isPublic) = (node, found.title, true)
        try await apply(change, to: &share)
        let (kept, before) = try await store.keep(share)
        await trail.note(.chatShared, by: actor)
        return (kept, before == node)
    }

    /// Throws `notFound`, `invalid` for an expiry that is past.
    public func change(_ id: Key<SharedChat>, _ change: SharedChatChange, by actor: Actor)
        async throws(ChatError) -> SharedChat
    {
        guard let owner = actor.user?.id else { throw .unauthorized }
        var share = try await store.open(id, for: owner)
        if change.isPublic == true { guard try await readership() != .nobody else { throw .forbidden } }
        try await apply(change, to: &share)
        try await store.update(share)
        await trail.note(.shareChanged, by: actor)
        return share
    }

    /// Its address shows nothing from then on, for good.
    public func revoke(_ id: Key<SharedChat>, by actor: Actor) async throws(ChatError) {
        guard let owner = actor.user?.id else { throw .unauthorized }
        try await store.delete(id, for: owner)
        await trail.note(.shareRevoked, by: actor)
    }

    public func list(_ page: Page, for owner: ID<User>) async throws(ChatError) -> Listing<SharedChat> {
        try await store.list(page, for: owner)
    }

    /// As its readers see it.
    public func read(_ id: Key<SharedChat>, for owner: ID<User>) async throws(ChatError) -> Reading {
        let share = try await store.open(id, for: owner)
        return try await reading(of: share)
    }

    /// Who may read what is shared, as the administrators have it.
    public func readership() async throws(ChatError) -> Readership {
        let values = try await settings.values()
        return try Setting.readership(values[Setting.sharedChats.name] ?? Setting.sharedChats.standard)
    }

    private func apply(_ change: SharedChatChange, to share: inout SharedChat) async throws(ChatError) {
        if let isPublic = change.isPublic { share.isPublic = isPublic }
        if let end = change.expiresAt {
            if let end, end <= clock.now { throw .invalid(field: "expires_at", .notInTheFuture) }
            share.expiresAt = end
        }
        guard let passcode = change.passcode else { return }
        guard let passcode else { return share.passcodeHash = nil }
        guard SharedChat.passcodeLengths.contains(passcode.utf8.count) else {
            throw .invalid(field: "passcode", .length(SharedChat.passcodeLengths))
        }
        share.passcodeHash = try await passwords.hash(passcode, in: .signedIn)
    }
}

// MARK: Readers

extension SharedChats {
    /// Who reads.
    public struct Reader: Sendable {
        let user: ID<User>?
        let address: String

        public init(user: ID<User>?, address: String) {
            self.user = user
            self.address = address
        }
    }

    /// Throws `notFound` for what is not shared, or not any more; `unauthorized` where one has to be signed in; `forbidden` without a passcode
    /// that is asked for, `wrongPassword` for a wrong one, and `throttled` after ten of those. The owner needs no passcode.
    public func open(_ id: Key<SharedChat>, passcode: String?, by reader: Reader) async throws(ChatError) -> Reading {
        guard let share = try await store.find(id) else { throw .notFound }
        if share.owner == reader.user { return try await reading(of: share) }
        let readership = try await readership()
        guard readership != .nobody, share.isPublic, !share.isOver(at: clock.now) else { throw .notFound }
        guard readership == .everyone || reader.user != nil else { throw .unauthorized }
        if let hash = share.passcodeHash { try await check(passcode, against: hash, of: share.id, reader) }
        return try await reading(of: share)
    }

    private func check(_ passcode: String?, against hash: String, of share: Key<SharedChat>, _ reader: Reader)
        async throws(ChatError)
    {
        guard let passcode else { throw .forbidden }
        let attempt = try throttle.begin(.reader(share.text, reader.address))
        do {
            guard try await passwords.verify(passcode, against: hash, in: .stranger) else {
                throw ChatError.wrongPassword
            }
        } catch {
            let error = error as? ChatError ?? .unavailable(what: "passwords")
            // What was not looked at is no guess.
            if error != .wrongPassword { throttle.forget(attempt) }
            throw error
        }
        throttle.forgive(attempt)
    }

    private func reading(of share: SharedChat) async throws(ChatError) -> Reading {
        let path = try await path(to: share.node, in: share.conversation, for: share.owner)
        return Reading(share: share, messages: SharedMessage.all(of: path))
    }

    private func path(to node: Key<Message>?, in conversation: Key<Conversation>, for owner: ID<User>)
        async throws(ChatError) -> [Message]
    {
        guard let node else { return [] }
        let path = try await conversations.messages(of: conversation, for: owner).path(to: node)
        guard !path.isEmpty else { throw .unknownParent }
        return path
    }
}
