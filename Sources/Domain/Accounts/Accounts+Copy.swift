import JSON

/// Another account like one that is there.
extension Accounts {
    public struct Copy: Sendable {
        public let row: AccountRow
        /// The login stayed where it was: the copy works when somebody signs in to it.
        public let needsLogin: Bool
    }

    /// The copy has the same fields and key, a name of its own that ends with `suffix`, and no bindings. It is disabled, so that nobody is
    /// asked twice before somebody wants that. Throws `notFound`, and `unavailable("secrets")` for one that cannot be read.
    public func copy(_ id: ID<Account>, suffix: String, by actor: Actor) async throws(ChatError) -> Copy {
        let (former, key) = try await accounts.findWithKey(id)
        // Without its proxy, the copy would send the key another way.
        guard former.unreadable.isEmpty else { throw .unavailable(what: "secrets") }
        let isTaken = Credential(key, of: former.provider).isForOneAlone
        let copied = isTaken ? Secret("") : key
        let made = try await accounts.create(
            former.copied(as: try await freeName(like: former.name, suffix), at: clock.now), key: copied)
        var audited = made.audited(key: trail.fingerprint(of: copied))
        audited["copy_of"] = .integer(id.value)
        await trail.note(.accountCopied, by: actor, on: AuditObject(made), .made(audited))
        return Copy(row: try await show(made.id), needsLogin: isTaken)
    }

    /// `name` with the suffix, and a number if there is one of that name already, within what a name may have.
    private func freeName(like name: String, _ suffix: String) async throws(ChatError) -> String {
        var number = 1
        while true {
            let end = number == 1 ? suffix : "\(suffix) \(number)"
            let room = max(0, Account.longestName - end.unicodeScalars.count)
            var begin = String.UnicodeScalarView()
            begin.append(contentsOf: name.unicodeScalars.prefix(room))
            let full = String(begin) + end
            guard try await accounts.isNamed(full, except: nil) else { return full }
            number += 1
        }
    }
}

extension Account {
    /// In characters.
    static let longestName = 64

    /// What the upstream taught is learned anew: it may have been mended since.
    fileprivate func copied(as name: String, at moment: Timestamp) -> Account {
        var copy = Account(
            id: ID(0), name: name, provider: provider, baseURL: baseURL, models: models, contexts: contexts,
            status: .disabled, priority: priority, weight: weight, proxy: proxy, remark: remark, createdAt: moment)
        (copy.tag, copy.package, copy.options) = (tag, package, options)
        return copy
    }
}
