import Domain
import HTTP
import JSON
import Transport
import Web
import Wire

/// Signs in whoever holds a personal link.
struct ShareSession: Sendable {
    let links: any LinkStore
    let throttle: LoginThrottle
    let entrance: Entrance
    let exchange: ExchangeCookies

    /// `POST /api/session/share`. A wrong, expired or revoked token and a disabled member are answered alike. A token is looked
    /// up before it is held back: whoever has a good one must not pay for others who guess in his network.
    func open(_ call: Call) async throws(ChatError) -> Response {
        let given = try await call.fields().string("share_token") ?? ""
        let fromCookie = given.isEmpty ? try await exchange.take(call.request.cookies) : nil
        guard let token = given.isEmpty ? fromCookie : given else { throw .unauthorized }
        let hash = SHA256.hash(Array(token.utf8))
        guard let (link, user) = try await links.find(hash, at: entrance.clock.now) else {
            try throttle.countWrongLink(from: call.request.remoteAddress)
            throw .unauthorized
        }
        var response = try await entrance.admit(
            user.id, by: link.id, leaving: call.visitor,
            with: ["user": ["id": .integer(user.id.value), "username": .string(user.username)]])
        // A link that was revoked while the session was made has not ended that session: so it is not handed out.
        guard try await links.find(hash, at: entrance.clock.now) != nil else { throw .unauthorized }
        await links.touch(link.id, at: entrance.clock.now)
        await entrance.trail.note(.linkUsed, by: call.actor(as: user), on: AuditObject(.link, link.id.value))
        if fromCookie != nil { response.headers.append("set-cookie", exchange.cookie.clearing) }
        return response
    }
}
