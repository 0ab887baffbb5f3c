package import Domain
package import HTTP
package import JSON
package import Wire

/// One side that the product shows to the world, as a value: which requests it claims, by which credential they are made, how
/// they fail, and which sites may make them. Each has its own routes.
package struct Surface: Sendable {
    package let name: String
    package let failure: Failure
    package let credential: Credential
    package let origins: Origins
    package let routes: [Route]
    private let claims: [Claim]
    private let router: Router<Route>

    /// Which requests are its own. Of several surfaces the first that claims a request answers it.
    package enum Claim: Sendable {
        /// Every path that begins so.
        case prefix(String)
        /// This very path.
        case path(String)
        /// Every request with this header, and a browser's question beforehand whether it may send it.
        case header(Text)
        case everything
    }

    /// The shape of failures.
    package enum Failure: Sendable {
        /// New API's `{success, message, …}`.
        case envelope
        /// ChatGPT's `{detail}`.
        case detail
        case page
        case plain
        /// As the surface itself says it, in the format of the provider whose programs call it.
        case own(@Sendable (ChatError, Request, Timestamp) -> Response)

        package var isPage: Bool { if case .page = self { true } else { false } }
        package var isOwn: Bool { if case .own = self { true } else { false } }
    }

    /// What says who asks. Files and probes are the same for everybody, and must work while the store does not.
    package enum Credential: Sendable { case none, session, key, application }

    /// Which sites may have a browser change something: our own, as a cookie comes with whatever a browser sends; or any, where a
    /// request without its own key is nobody's.
    /// Of those that are listed a page may send this header.
    package enum Origins: Sendable, Equatable { case own, any, listed([Text], sending: Text) }

    package init(
        _ name: String, claiming claims: [Claim], failingAs failure: Failure, by credential: Credential = .session,
        from origins: Origins = .own, _ routes: [Route]
    ) {
        self.name = name
        self.claims = claims
        self.failure = failure
        self.credential = credential
        self.origins = origins
        self.routes = routes
        var router = Router<Route>()
        for route in routes { router.add(route.method, route.pattern, route) }
        self.router = router
    }

    package func claims(_ request: Request) -> Bool {
        let path = request.path.utf8
        return claims.contains { claim in
            switch claim {
            case .prefix(let prefix): path.starts(with: prefix.utf8)
            case .path(let whole): path.elementsEqual(whole.utf8)
            case .header(let name): request.headers[name] != nil || request.wants(toSend: name)
            case .everything: true
            }
        }
    }

    /// The answer to a browser that asks whether another site's page may call; nil where none may.
    package func preflight(_ request: Request) -> Response? {
        guard request.method == .options, reader(of: request) != nil else { return nil }
        var own = claims.compactMap { if case .header(let name) = $0 { name } else { nil } }
        if case .listed(_, let name) = origins { own.append(name) }
        return CrossOrigin.preflight(allowing: own)
    }

    /// Which other site's page may read the answer: `*`, or the one that asks. Nil for none.
    package func reader(of request: Request) -> Text? {
        switch origins {
        case .own: nil
        case .any: "*"
        case .listed(let sites, _): request.headers["origin"].flatMap { sites.contains($0) ? $0 : nil }
        }
    }

    package func match(_ method: Method, _ path: String) -> Router<Route>.Match { router.match(method, path) }
}

extension Request {
    /// Does a browser ask whether it may send a header of that name (WHATWG Fetch, §4.8)?
    fileprivate func wants(toSend name: Text) -> Bool {
        guard method == .options else { return false }
        return headers.all("access-control-request-headers").flatMap { $0.split(separator: UInt8(ascii: ",")) }
            .contains { $0.trimmed.asciiLowercased == name }
    }
}
