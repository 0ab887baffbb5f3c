public import Domain
import Site
import Transport
import Web
import Wire

/// Somebody who is signed in.
public struct Person: Sendable {
    public let user: User
    public let session: Session
    /// The value of the `Cookie` header.
    public let cookie: String
}

extension World {
    /// Who he is for the site, now.
    public func principal(of person: Person) async throws -> Principal {
        guard let found = try await ports.sessions.find(person.session.hash, at: clock.now) else {
            throw ChatError.unauthorized
        }
        return found
    }

    /// Another member, or administrator, who is signed in and bound to nothing.
    public func person(_ name: String, role: User.Role = .member) async throws -> Person {
        try await ports.addPerson(name, role: role, at: clock.now)
    }
}

extension Ports {
    func addPerson(_ name: String, role: User.Role = .member, package: ID<Package>? = nil, at moment: Timestamp)
        async throws -> Person
    {
        let user = try await users.create(
            NewUser(username: name, role: role, package: package, createdAt: moment))
        let token = Base64URL.encode(SecureRandom.bytes(32))
        let session = Session(
            hash: SHA256.hash(Array(token.utf8)), user: user.id, link: nil, createdAt: moment,
            expiresAt: moment + Session.lifetime, confirmedAt: moment)
        try await sessions.create(session)
        return Person(user: user, session: session, cookie: "session=\(token)")
    }

    public func addPackage(_ limits: [Limit], at moment: Timestamp) async throws -> ID<Package> {
        try await packages.create(name: "basic", limits: limits, at: moment).id
    }

    public func addAccount(_ name: String, models: [String], at moment: Timestamp) async throws -> Account {
        try await accounts.create(
            Account(
                id: ID(0), name: name, provider: .openAI, baseURL: "https://upstream.test", models: models,
                createdAt: moment),
            key: Secret("key of \(name)"))
    }

    public func bind(_ person: Person, to account: Account, at moment: Timestamp) async throws {
        _ = try await bindings.create(person.user.id, account.id, mode: .shared, priority: 0, at: moment)
    }
}
