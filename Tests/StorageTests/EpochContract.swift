import Database
import Domain
import Storage
import TestKit
import Testing

/// What was remembered of a member is right for as long as his epoch is the same (`SessionStanding`).
@Suite struct EpochContract {
    /// Alice has a package, an account, a link and three sessions; bob has as much of his own.
    fileprivate struct Town {
        let bench: Bench
        let alice, bob: Household

        init(_ engine: Engine) async throws {
            bench = try await engine.open()
            alice = try await Household("alice", bench)
            bob = try await Household("bob", bench)
        }
    }

    fileprivate struct Household {
        let user: User
        let package: Package
        let account: Account
        let binding: Binding
        /// By a password, by a password, and by the link.
        let sessions: [Session]

        init(_ name: String, _ bench: Bench) async throws {
            let (storage, now) = (bench.storage, bench.clock.now)
            package = try await storage.packages.create(name: name, limits: [Limit(5, per: .day)], at: now)
            user = try await storage.users.create(NewUser(username: name, package: package.id, createdAt: now))
            account = try await bench.account("account of \(name)")
            binding = try await storage.bindings.create(user.id, account.id, mode: .shared, priority: 0, at: now)
            let link = try await storage.links.issue(for: user.id, hash: Array(name.utf8), expiresAt: nil, at: now)
            var sessions: [Session] = []
            for (number, link) in [nil, nil, link.id].enumerated() {
                let session = Session(
                    hash: Array("\(name) \(number)".utf8), user: user.id, link: link, createdAt: now,
                    expiresAt: now + .seconds(1000))
                try await storage.sessions.create(session)
                sessions.append(session)
            }
            self.sessions = sessions
        }
    }

    fileprivate struct Act: Sendable, CustomTestStringConvertible {
        let name: String
        let act: @Sendable (Bench, Household) async throws -> Void
        var testDescription: String { name }

        init(_ name: String, _ act: @escaping @Sendable (Bench, Household) async throws -> Void) {
            self.name = name
            self.act = act
        }
    }

    fileprivate static let changes = [
        Act("a user is changed") { bench, house in
            var user = house.user
            user.role = .admin
            try await bench.storage.users.update(user)
        },
        Act("something is learned about an account") {
            let option = AccountFindings(learned: [LearnedOption("stream_options")])
            try await $0.storage.accounts.note(option, of: $1.account.id, at: $0.clock.now)
        },
        Act("a session ends") { try await $0.storage.sessions.delete($1.sessions[0].hash) },
        Act("all sessions end") { try await $0.storage.sessions.deleteAll(of: $1.user.id) },
        Act("a link is issued") {
            _ = try await $0.storage.links.issue(for: $1.user.id, hash: [1], expiresAt: nil, at: $0.clock.now)
        },
        Act("a link is revoked") { try await $0.storage.links.revoke(of: $1.user.id) },
        Act("another account is bound") {
            let other = try await $0.account("other")
            _ = try await $0.storage.bindings.create($1.user.id, other.id, mode: .shared, priority: 0, at: $0.clock.now)
        },
        Act("a member's accounts are put in an order") {
            _ = try await $0.storage.bindings.order([$1.account.id], of: $1.user.id)
        },
        Act("an account is unbound") { try await $0.storage.bindings.delete($1.binding.id) },
        Act("an account is disabled") { bench, house in
            var account = house.account
            account.status = .disabled
            try await bench.storage.accounts.update(account, key: nil)
        },
        Act("an account's key is replaced") {
            try await $0.storage.accounts.update($1.account, key: Secret("another key"))
        },
        Act("an account is deleted") { try await $0.storage.accounts.delete($1.account.id) },
        Act("instructions are written") {
            _ = try await $0.storage.preferences.change(InstructionsChange(), of: $1.user.id)
        },
        Act("a key is made") { bench, house in
            let key = APIKey(user: house.user.id, name: "program", createdAt: bench.clock.now)
            _ = try await bench.storage.apiKeys.create(key, hash: [1], secret: Secret("k"))
        },
    ]

    /// A package may be attached to anything, and options hold for everybody.
    fileprivate static let changesForAll = [
        Act("a package is changed") {
            let package = $1.package
            try await $0.storage.packages.update(
                Package(id: package.id, name: package.name, limits: [], createdAt: package.createdAt))
        },
        Act("an option is set") { bench, house in
            try await bench.storage.settings.set("GlobalPackageId", to: "\(house.package.id)", Setting.References())
        },
    ]

    fileprivate static let others = [
        Act("a session begins") {
            try await $0.storage.sessions.create(
                Session(
                    hash: [9], user: $1.user.id, link: nil, createdAt: $0.clock.now,
                    expiresAt: $0.clock.now + .seconds(1000)))
        },
        Act("a session is used") { await $0.storage.sessions.touch($1.sessions[0].hash, at: $0.clock.now) },
        Act("a password is given again") {
            try await $0.storage.sessions.confirm($1.sessions[0].hash, at: $0.clock.now)
        },
        Act("a member was here") { await $0.storage.users.touch($1.user.id, at: $0.clock.now) },
        Act("an answer has an event that cannot be read") {
            try await $0.storage.accounts.note(AccountFindings(skipped: 1), of: $1.account.id, at: $0.clock.now)
        },
        Act("an account fails") { try await $0.storage.accounts.note(AccountHealth(), of: $1.account.id) },
        Act("an account is made") { bench, _ in _ = try await bench.account("another") },
        Act("a conversation is held") { bench, house in _ = try await Thread(bench, house.user).finished() },
    ]

    @Test(arguments: Engine.allCases, changes)
    fileprivate func `whatever changes what a member may use raises his epoch, and nobody else's`(
        engine: Engine, change: Act
    ) async throws {
        let town = try await Town(engine)
        let (alice, bob) = (
            try await town.bench.epoch(of: town.alice.user), try await town.bench.epoch(of: town.bob.user)
        )
        try await change.act(town.bench, town.alice)
        #expect(try await town.bench.epoch(of: town.alice.user) > alice)
        #expect(try await town.bench.epoch(of: town.bob.user) == bob)
    }

    @Test(arguments: Engine.allCases, changesForAll)
    fileprivate func `whatever changes what holds for everybody raises everybody's epoch`(engine: Engine, change: Act)
        async throws
    {
        let town = try await Town(engine)
        let users = [town.alice.user, town.bob.user]
        var before: [Int] = []
        for user in users { before.append(try await town.bench.epoch(of: user)) }
        try await change.act(town.bench, town.alice)
        for (user, former) in zip(users, before) { #expect(try await town.bench.epoch(of: user) > former) }
    }

    @Test(arguments: Engine.allCases, others)
    fileprivate func `whatever changes nothing of that raises none`(engine: Engine, act: Act) async throws {
        let town = try await Town(engine)
        let before = try await town.bench.epoch(of: town.alice.user)
        try await act.act(town.bench, town.alice)
        #expect(try await town.bench.epoch(of: town.alice.user) == before)
    }

    @Test(arguments: Engine.allCases)
    func `who is looked up is told the epoch, and so is what he is allowed`(engine: Engine) async throws {
        let town = try await Town(engine)
        let (storage, alice) = (town.bench.storage, town.alice)
        let draft = Draft(action: .next(id: .random(), text: "?"), conversation: nil, parent: nil, model: nil)
        #expect(try await storage.sendFacts.facts(of: draft, from: ID(99)).epoch == nil)
        let epoch = try await town.bench.epoch(of: alice.user)
        let found = try await storage.sessions.find(alice.sessions[0].hash, at: town.bench.clock.now)
        #expect(found == Principal(user: alice.user, session: alice.sessions[0], epoch: epoch))
        #expect(try await storage.sendFacts.facts(of: draft, from: alice.user.id).epoch == epoch)
    }

    @Test(arguments: Engine.allCases)
    func `a turn that rests on a former epoch does not begin and leaves nothing behind`(engine: Engine) async throws {
        let town = try await Town(engine)
        let (bench, alice) = (town.bench, town.alice.user)
        let before = try await bench.epoch(of: alice)
        let thread = Thread(bench, alice)
        let first = try await thread.finished()
        try await bench.storage.sessions.delete(town.alice.sessions[0].hash)
        let after = try await bench.epoch(of: alice)

        let other = Thread(bench, alice)
        for (opening, conversation) in [
            (other.opening(isNew: true), other), (thread.opening(parent: first.answer), thread),
        ] {
            let stored = try? await conversation.messages()
            var opening = opening
            opening.epoch = before
            await #expect(throws: ChatError.unauthorized) { try await conversation.store.begin(opening) }
            #expect((try? await conversation.messages()) == stored)
            opening.epoch = after
            try await conversation.store.begin(opening)
            try await conversation.end(opening.turn)
        }
    }
}

extension Bench {
    fileprivate func epoch(of user: User) async throws -> Int {
        let id = user.id
        let epochs = try await storage.apiKeys.epochs(of: [id])
        return try #require(epochs[id])
    }
}
