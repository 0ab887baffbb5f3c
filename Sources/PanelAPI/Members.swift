import Domain
import HTTP
import JSON
import Web
import Wire

/// Members and administrators, as the panel sees them: New API's `user` and what this product adds.
struct Members: Sendable {
    let ports: Ports
    let trail: AuditTrail

    /// `GET /api/user/`
    func list(_ call: Call) async throws(ChatError) -> Response {
        try await list(call, matching: nil)
    }

    /// `GET /api/user/search?keyword`
    func search(_ call: Call) async throws(ChatError) -> Response {
        try await list(call, matching: call.request.items["keyword"]?.string)
    }

    private func list(_ call: Call, matching keyword: String?) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let found = try await ports.users.list(query.page, matching: keyword)
        var items: [JSONValue] = []
        for user in found.items { items.append(try await item(of: user)) }
        return query.envelope(items, of: found.total)
    }

    /// `GET /api/user/:id`
    func show(_ call: Call) async throws(ChatError) -> Response {
        .envelope(try await item(of: ports.users.find(call.id("id"))))
    }

    /// `GET /api/user/:id/quota`
    func quota(_ call: Call) async throws(ChatError) -> Response {
        let user = try await ports.users.find(call.id("id"))
        var limits: [Limit] = []
        if let package = user.package { limits = try await ports.packages.find(package).limits }
        let usage = try await ports.ledger.usage(of: user.id, under: limits)
        return .envelope(["windows": .array(usage.map { $0.json(scope: "member") })])
    }

    /// `POST /api/user/`
    func create(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        let username = try fields.requiredName("username")
        let role = try fields.role() ?? .member
        guard try role < call.user.role else { throw .forbidden }
        if role > .member { try await call.requireConfirmation() }
        let package: ID<Package>? = try fields.id("package_id")
        if let package { _ = try await ports.packages.find(package) }
        var user = NewUser(username: username, role: role, package: package, createdAt: ports.clock.now)
        user.displayName = try fields.line("display_name", upTo: 64) ?? ""
        if user.displayName.isEmpty { user.displayName = username }
        user.remark = try fields.remark() ?? ""
        if let password = try fields.password(for: username) {
            user.passwordHash = try await ports.passwords.hashing(password)
        }
        let created = try await ports.users.create(user)
        await trail.note(.memberCreated, by: call.actor, on: AuditObject(created), .made(created.audited))
        return .envelope(try await item(of: created))
    }

    /// `PUT /api/user/`: the fields that are there; a blank password keeps the old one.
    func update(_ call: Call) async throws(ChatError) -> Response {
        let fields = try await call.fields()
        let former = try await target(fields.requiredID("id"), of: call)
        var user = former
        if let username = try fields.name("username") { user.username = username }
        if let displayName = try fields.line("display_name", upTo: 64) { user.displayName = displayName }
        if let remark = try fields.remark() { user.remark = remark }
        if fields.has("package_id") { user.package = try fields.id("package_id") }
        if let package = user.package, package != former.package { _ = try await ports.packages.find(package) }
        if let status = try fields.userStatus() { user.status = status }
        if let role = try fields.role() { user.role = role }
        let password = try fields.password(for: user.username)
        // One's own, too: else whoever finds the browser open gives himself the password that he is asked for next.
        if password != nil { try await call.requireConfirmation() }
        try await change(former, into: user, by: call)
        if let password {
            try await ports.users.setPassword(ports.passwords.hashing(password), of: user.id)
            await trail.note(.passwordChanged, by: call.actor, on: AuditObject(user))
            // Whoever knew the old password is out. One's own session would go too, so that is left.
            if user.id != (try call.user.id) { try await ports.sessions.deleteAll(of: user.id) }
        }
        return .envelope(try await item(of: ports.users.find(user.id)))
    }

    /// `DELETE /api/user/:id?conversations=keep|purge`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        let user = try await target(call.id("id"), of: call)
        try await delete(user, conversations: call.request.items["conversations"]?.string, by: call)
        return .envelope()
    }
}

extension Fields {
    fileprivate func remark() throws(ChatError) -> String? { try line("remark", upTo: 255) }

    fileprivate func role() throws(ChatError) -> User.Role? {
        guard let number = try integer("role", in: 0...100) else { return nil }
        guard let role = User.Role(rawValue: Int(number)) else {
            throw .invalid(field: "role", .notOneOf(["1", "10", "100"]))
        }
        return role
    }

    fileprivate func userStatus() throws(ChatError) -> User.Status? {
        guard let number = try integer("status", in: 0...100) else { return nil }
        guard let status = User.Status(rawValue: Int(number)) else {
            throw .invalid(field: "status", .notOneOf(["1", "2"]))
        }
        return status
    }
}
