package import Domain
package import HTTP
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
    package enum Credential: Sendable { case none, session, key }

    /// Which sites may have a browser change something: our own, as a cookie comes with whatever a browser sends; or any, where a
    /// request without its own key is nobody's.
    package enum Origins: Sendable { case own, any }

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

    package func claims(_ path: String) -> Bool {
        claims.contains { claim in
            switch claim {
            case .prefix(let prefix): path.utf8.starts(with: prefix.utf8)
            case .path(let whole): path.utf8.elementsEqual(whole.utf8)
            case .everything: true
            }
        }
    }

    package func match(_ method: Method, _ path: String) -> Router<Route>.Match { router.match(method, path) }
}
