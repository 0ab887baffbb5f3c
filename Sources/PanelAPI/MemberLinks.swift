import Domain
import HTTP
import JSON
import Transport
import Web
import Wire

/// Personal links, made and revoked by administrators. The token is shown once; its hash is all that is kept.
struct MemberLinks: Sendable {
    let members: Members
    let publicURL: String

    /// The end of the year 9999.
    private static let latest: Int64 = 253_402_300_799

    /// `POST /api/user/:id/share_link {"expires_at"?}`; the former link stops working.
    func issue(_ call: Call) async throws(ChatError) -> Response {
        let user = try await members.target(call.id("id"), of: call)
        if user.isAdmin { try await call.requireConfirmation() }
        let ports = members.ports
        let now = ports.clock.now
        let seconds = try await call.fieldsIfAny().integer("expires_at", in: 0...Self.latest)
        let expiresAt = seconds.map { Timestamp(seconds: $0) }
        if let expiresAt, expiresAt <= now {
            throw .invalid(field: "expires_at", .notInTheFuture)
        }
        let token = Base64URL.encode(SecureRandom.bytes(32))
        _ = try await ports.links.issue(
            for: user.id, hash: SHA256.hash(Array(token.utf8)), expiresAt: expiresAt, at: now)
        await members.trail.note(
            .linkIssued, by: call.actor, on: AuditObject(user), .made(["expires_at": .seconds(expiresAt)]))
        return .envelope([
            "share_token": .string(token), "link": .string("\(publicURL)/s#\(token)"),
            "expires_at": .seconds(expiresAt),
        ])
    }

    /// `DELETE /api/user/:id/share_link`
    func revoke(_ call: Call) async throws(ChatError) -> Response {
        let user = try await members.target(call.id("id"), of: call)
        try await members.ports.links.revoke(of: user.id)
        await members.trail.note(.linkRevoked, by: call.actor, on: AuditObject(user))
        return .envelope()
    }
}

extension Call {
    /// As `fields`, for calls whose body may be left out.
    fileprivate func fieldsIfAny() async throws(ChatError) -> Fields {
        let bytes = try await body()
        guard !bytes.isEmpty else { return try Fields([:]) }
        return try fields(in: bytes)
    }
}
