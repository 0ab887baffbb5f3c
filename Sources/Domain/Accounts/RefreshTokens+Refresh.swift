internal import JSON

/// Buying access tokens: for programs, for administrators, and by itself.
extension RefreshTokens {
    /// The row after a refresh, and why it has nothing new.
    public typealias Refreshed = (token: RefreshToken, failure: RenewalFailure?)

    /// Between two rows of a round or a list: the provider sees one caller.
    private static let pauses = 1_000...3_000

    /// The pair that comes after the one that is stored now; those who ask at once get the same. `user` and `workspaces`: also asks
    /// whose it is, and no answer to that is no failure. Throws `unavailable("secrets")` for one that cannot be opened, `notFound`.
    public func refresh(
        _ token: RefreshToken, user: Bool = false, workspaces: Bool = false, by actor: Actor
    ) async throws(ChatError) -> Refreshed {
        let refreshed = try await refresh(token, user: user, workspaces: workspaces)
        let result: AuditResult = refreshed.failure == nil ? .done : .failed
        await trail.note(.refreshTokenRefreshed, by: actor, on: AuditObject(token), result: result)
        return refreshed
    }

    private func refresh(_ token: RefreshToken, user: Bool, workspaces: Bool) async throws(ChatError) -> Refreshed {
        guard let pair = token.pair else { throw .unavailable(what: "secrets") }
        switch await renewer.renewed(pair, of: token.account) {
        case .success(let next):
            try await store.note(NotedRefresh(result: Self.done, owner: next.owner), of: token.id, at: clock.now)
            var renewed = token
            renewed.pair = next
            let profile = await profile(of: renewed, user: user, workspaces: workspaces)
            try await store.note(profile, of: token.id, at: clock.now)
        case .failure(let failure):
            try await store.note(NotedRefresh(result: failure.words, owner: nil), of: token.id, at: clock.now)
            return (try await store.find(token.id), failure)
        }
        return (try await store.find(token.id), nil)
    }

    static let done = "ok"

    private func profile(of token: RefreshToken, user: Bool, workspaces: Bool) async -> TokenProfile {
        var profile = TokenProfile()
        guard let access = token.pair?.access, !access.isEmpty else { return profile }
        if user { profile.user = await profiles.user(by: access, of: token.account) }
        if workspaces { profile.workspaces = await profiles.workspaces(by: access, of: token.account) }
        return profile
    }

    /// Asks whose its access token is. The row afterwards, or nil where there is no access token or no answer. Throws `notFound`.
    public func askProfile(
        of id: ID<RefreshToken>, user: Bool = false, workspaces: Bool = false, by actor: Actor
    ) async throws(ChatError) -> RefreshToken? {
        let token = try await store.find(id)
        let profile = await profile(of: token, user: user, workspaces: workspaces)
        guard profile.user != nil || profile.workspaces != nil else { return nil }
        try await store.note(profile, of: id, at: clock.now)
        let told = try await store.find(id)
        if let change = AuditChange.of(token.told, into: told.told) {
            await trail.note(.refreshTokenChanged, by: actor, on: AuditObject(told), change)
        }
        return told
    }

    /// One after another, with a pause before each but the first; those that are not there are left out.
    public func refreshAll(_ ids: [ID<RefreshToken>], by actor: Actor) async throws(ChatError) -> [Refreshed] {
        var all: [Refreshed] = []
        for (place, id) in ids.enumerated() {
            if place > 0 { await clock.sleep(.milliseconds(Int.random(in: Self.pauses))) }
            guard !Task.isCancelled else { break }
            do throws(ChatError) {
                all.append(try await refresh(store.find(id), user: true, workspaces: true, by: actor))
            } catch {
                guard error == .notFound else { throw error }
            }
        }
        return all
    }
}

// MARK: For programs

extension RefreshTokens {
    /// Calls and wrong secrets of one network in a minute.
    private static let mostCalls = 600
    private static let mostWrongSecrets = 20

    /// Counts a call. Throws `throttled`, also where the network has shown too many wrong secrets.
    public func count(from address: String) async throws(ChatError) {
        try await take("rt:calls:\(NetworkPrefix.of(address))", most: Self.mostCalls)
    }

    /// Counts a wrong secret. Throws `throttled` after many.
    public func countWrongSecret(from address: String) async throws(ChatError) {
        try await take("rt:wrong:\(NetworkPrefix.of(address))", most: Self.mostWrongSecrets)
        let route: JSONValue = ["secret": "wrong"]
        await trail.note(.accessRefused, by: .stranger(from: address), .made(route), result: .refused)
    }

    private func take(_ subject: String, most: Int) async throws(ChatError) {
        let now = clock.now
        guard let free = await rate.take(subject, most: most, at: now) else { return }
        throw .throttled(retryAfter: Int(max(1, ((free - now).inMilliseconds + 999) / 1000)))
    }

    /// Throws `notFound`. An account that was added a moment ago has its row by then.
    public func named(_ name: RefreshTokenName) async throws(ChatError) -> RefreshToken {
        if let token = try await store.find(name) { return token }
        try await store.adopt(at: clock.now)
        guard let token = try await store.find(name) else { throw .notFound }
        return token
    }

    /// As it is stored, for a program. Throws `notFound`, `unavailable("secrets")`.
    public func read(_ name: RefreshTokenName, by actor: Actor) async throws(ChatError) -> RefreshToken {
        let token = try await named(name)
        guard token.pair != nil else { throw .unavailable(what: "secrets") }
        await trail.note(.refreshTokenRead, by: actor, on: AuditObject(token))
        return token
    }
}

// MARK: By itself

extension RefreshTokens {
    /// Refreshes those whose time has come, one after another, until the task is cancelled or the settings say otherwise. Returns how many
    /// could not be.
    public func refreshDue() async throws(ChatError) -> Int {
        var (count, failures) = (0, 0)
        while !Task.isCancelled {
            let (settings, now) = (try await store.settings(), clock.now)
            guard settings.refreshes else { break }
            guard let id = try await store.due(before: now - settings.interval, now: now).first else { break }
            if count > 0 { await clock.sleep(.milliseconds(Int.random(in: Self.pauses))) }
            guard !Task.isCancelled else { break }
            count += 1
            do throws(ChatError) {
                let token = try await store.find(id)
                let isDone = try await refresh(token, user: true, workspaces: true).failure == nil
                if !isDone { failures += 1 }
            } catch {
                guard error == .notFound || error == .unavailable(what: "secrets") else { throw error }
                failures += 1
                try? await store.note(NotedRefresh(result: "cannot be opened", owner: nil), of: id, at: clock.now)
            }
        }
        return failures
    }
}

extension RefreshToken {
    fileprivate var told: JSONValue {
        ["user_name": .string(userName), "email": .string(email), "type": .string(plan)]
    }
}
