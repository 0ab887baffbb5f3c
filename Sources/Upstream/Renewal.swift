internal import Domain

/// One renewal of one account's tokens: looks what is stored, asks, stores what it got.
struct Renewal {
    private let refresher: TokenRefresher
    private let account: Account

    /// So long no other process renews the same: longer than asking and storing take.
    private static let claim = Duration.seconds(60)
    /// How often is looked whether another process has come to an end.
    private static let mostLooks = 90

    enum Landing: Sendable {
        /// `isBought`: by this renewal; else it was there.
        case stored(TokenPair, isBought: Bool = false)
        case ended(version: Int64, code: String)
        /// The upstream wants a person.
        case challenged(String)
        /// It was asked, and nobody knows what came of that.
        case unknown(String)
        /// Nothing was asked, or what was got is still to be stored.
        case untried(String, TokenRefresher.Unsaved? = nil)
    }

    init(_ refresher: TokenRefresher, _ account: Account) {
        self.refresher = refresher
        self.account = account
    }

    func outcome(after used: TokenPair, _ unsaved: TokenRefresher.Unsaved?) async -> Landing {
        if let unsaved { return await keep(unsaved) }
        do throws(ChatError) {
            for _ in 0..<Self.mostLooks {
                if let other = try await stored(insteadOf: used) { return .stored(other) }
                guard try await refresher.store.claim(account.id, for: Self.claim) else {
                    await refresher.clock.sleep(.seconds(1))
                    continue
                }
                // Another process may have come to an end in between.
                let landing: Landing =
                    if let other = try await stored(insteadOf: used) { .stored(other) } else { await ask(used) }
                try? await refresher.store.release(account.id)
                return landing
            }
            return .untried("another process renews the login and does not come to an end")
        } catch {
            if error == .notFound { return .ended(version: used.version, code: "not_saved") }
            return .untried("the stored login cannot be read")
        }
    }

    /// What is stored, where that is not what was used. Throws `notFound` for a login that is only typed yet: nobody could keep what
    /// came after it.
    private func stored(insteadOf used: TokenPair) async throws(ChatError) -> TokenPair? {
        guard let pair = try await refresher.store.pair(of: account.id), pair.version >= used.version else {
            throw .notFound
        }
        return pair.version == used.version && pair.access == used.access ? nil : pair
    }

    private func ask(_ used: TokenPair) async -> Landing {
        guard used.renews else { return .ended(version: used.version, code: "no_refresh_token") }
        let answer = await renew(used)
        guard case .refused(let code) = answer else { return await landing(of: answer, after: used) }
        // Another process, or a person, may have been faster in spite of all.
        if let other = try? await stored(insteadOf: used) { return .stored(other) }
        // A token that bought nothing yet may never have been good; the one before it was.
        guard code != Self.reused, !used.previous.isEmpty else { return .ended(version: used.version, code: code) }
        var before = used
        before.refresh = used.previous
        let second = await renew(before)
        if case .refused = second { return .ended(version: used.version, code: code) }
        return await landing(of: second, after: before)
    }

    /// Somebody else bought something with the token: with the one before it nothing is to be had either.
    private static let reused = "refresh_token_reused"

    private func renew(_ pair: TokenPair) async -> TokenEndpoint.Answer {
        await refresher.endpoint.renew(pair, of: account, at: refresher.clock.now)
    }

    private func landing(of answer: TokenEndpoint.Answer, after used: TokenPair) async -> Landing {
        switch answer {
        case .renewed(var pair):
            // The one that bought it is kept until this one has bought something.
            if pair.refresh != used.refresh, !used.refresh.isEmpty { pair.previous = used.refresh }
            return await keep(.init(former: used.version, pair: pair))
        case .challenged(let words): return .challenged(words)
        case .failed(let words): return .unknown("the login could not be renewed: \(words)")
        case .refused(let code): return .ended(version: used.version, code: code)
        }
    }

    /// Tries for a few seconds. A pair that cannot be stored is kept for the next time: its refresh token is the only one there is.
    private func keep(_ unsaved: TokenRefresher.Unsaved) async -> Landing {
        for pause in [Duration.milliseconds(100), .milliseconds(400), .seconds(1), .seconds(2), .zero] {
            do throws(ChatError) {
                let kept = try await refresher.store.replace(unsaved.former, of: account.id, by: unsaved.pair)
                if let kept { return .stored(kept, isBought: true) }
                // Somebody entered another login.
                guard let other = try await refresher.store.pair(of: account.id) else {
                    return .ended(version: unsaved.former, code: "replaced")
                }
                return .stored(other)
            } catch {
                if error == .notFound { return .ended(version: unsaved.former, code: "deleted") }
                await refresher.clock.sleep(pause)
            }
        }
        return .untried("the renewed login could not be stored", unsaved)
    }
}
