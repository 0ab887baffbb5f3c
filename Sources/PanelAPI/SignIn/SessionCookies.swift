import Domain
import HTTP
import JSON
import Web
import Wire

/// Gives browsers the cookie of a session, and takes it back.
struct SessionCookies: Sendable {
    let cookie: HostCookie

    /// A browser that wants in, with the token of the session that it may get.
    func browser(of call: Call) -> (browser: SignIn.Browser, token: Token) {
        let token = Token.random()
        return (SignIn.Browser(token, leaving: call.session), token)
    }

    /// Answers with `data` and the cookie of a session that has begun.
    func welcome(_ token: Token, with data: JSONValue) -> Response {
        var response = Response.envelope(data)
        response.headers.append("set-cookie", cookie.header(token.text.reveal(), lasting: Session.lifetime))
        return response
    }

    /// Makes the browser forget its session and all that our pages stored.
    var farewell: Response {
        var response = Response.envelope()
        response.headers.append("set-cookie", cookie.clearing)
        response.headers["clear-site-data"] = "\"storage\""
        return response
    }
}
