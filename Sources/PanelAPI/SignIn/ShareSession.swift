import Domain
import HTTP
import JSON
import Transport
import Web
import Wire

/// Signs in whoever holds a personal link.
struct ShareSession: Sendable {
    let signIn: SignIn
    let cookies: SessionCookies
    let exchange: ExchangeCookies

    /// `POST /api/session/share`. A wrong, expired or revoked token and a disabled member are answered alike.
    func open(_ call: Call, _ given: String?) async throws(ChatError) -> Response {
        let fromCookie = given == nil ? try await exchange.take(call.request.cookies) : nil
        guard let link = given ?? fromCookie else { throw .unauthorized }
        let (browser, token) = cookies.browser(of: call)
        let user = try await signIn.byLink(Token(link), in: browser, by: call.actor)
        var response = cookies.welcome(
            token, with: ["user": ["id": .integer(user.id.value), "username": .string(user.username)]])
        if fromCookie != nil { response.headers.append("set-cookie", exchange.cookie.clearing) }
        return response
    }
}

extension Form where Value == String? {
    /// Without one the token comes by the exchange cookie.
    static let shareToken = Form(Field.secret("share_token", upTo: 1024)) { $0 }
}
