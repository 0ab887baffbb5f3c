import Domain
public import HTTP
import JSON
public import Transport
import Wire

/// What the world sees. One line a route; what stands behind it is a method in the noun's own file.
public struct Site: Sendable {
    public let routes: [Route]
    private let router: Router<Route>
    private let sessions: Sessions
    private let shells: Shells
    private let lastSeen: LastSeen
    private let sameOrigin: SameOrigin
    private let confirmation: Confirmation
    private let clock: any WallClock
    private let securityHeaders: SecurityHeaders
    private let log: Log
    private let refusals: Refusals

    public init(_ ports: Ports, _ options: SiteOptions, log: Log = Log(level: .error)) throws {
        self.log = log
        sessions = Sessions(
            store: ports.sessions, grants: ports.sendMessage.grants, clock: ports.clock,
            cookie: HostCookie("session", isSecure: options.isSecure))
        shells = try Shells(assets: options.assets, templates: options.templates)
        let auditor = Auditor(trail: ports.audit, clock: ports.clock, key: options.sealingKey, journal: log)
        refusals = Refusals(auditor: auditor)
        confirmation = Confirmation(users: ports.users, clock: ports.clock)
        routes = Self.table(ports, options, sessions, shells, confirmation, auditor)
        lastSeen = LastSeen(users: ports.users, sessions: ports.sessions, clock: ports.clock, spawn: ports.turns.spawn)
        sameOrigin = SameOrigin(publicAuthority: options.authority)
        clock = ports.clock
        securityHeaders = SecurityHeaders(isSecure: options.isSecure)
        var router = Router<Route>()
        for route in routes { router.add(route.method, route.pattern, route) }
        self.router = router
    }

    private static func table(
        _ ports: Ports, _ options: SiteOptions, _ sessions: Sessions, _ shells: Shells,
        _ confirmation: Confirmation, _ auditor: Auditor
    ) -> [Route] {
        let health = Health(ports: ports)
        let exchange = ExchangeCookies(
            key: options.sealingKey, used: ports.usedTokens, clock: ports.clock,
            cookie: HostCookie("exchange", isSecure: options.isSecure))
        return [
            Route(.get, "/healthz", .anyone, .plain, health.alive),
            Route(.get, "/readyz", .anyone, .plain, health.ready),
        ]
            + pageRoutes(ports, options, shells, exchange)
            + arrivalRoutes(ports, options, sessions, exchange, auditor, confirmation)
            + adminRoutes(ports, options, auditor)
            + chatRoutes(ports)
    }
}

// MARK: Answering

extension Site {
    /// Answers one request. Never throws: every failure becomes a response here.
    public func respond(to request: Request) async -> Response {
        let start = MonotonicTime.now
        let answer = await answer(to: request)
        var response: Response
        switch answer.outcome {
        case .success(let answer): response = answer
        case .failure(let error): response = failure(error, on: answer.surface, of: request)
        }
        await Compression.apply(to: &response, for: request)
        securityHeaders.add(to: &response, on: answer.surface)
        // The route and not the path: a path is what a stranger typed.
        log.info(
            "request", .init("id", id: request.id), .init("method", id: request.method.name),
            .init("route", id: answer.route ?? "none"), .init("status", response.status),
            .init("took", MonotonicTime.now - start))
        return response
    }

    private func failure(_ error: ChatError, on surface: Route.Surface, of request: Request) -> Response {
        var response = error.response(on: surface, in: Language(of: request), now: clock.now)
        if surface == .page {
            let page = shells.failure(error, for: request)
            response.headers["content-type"] = page.headers["content-type"]
            response.body = page.body
        }
        return response
    }

    private func answer(to request: Request) async -> Answered {
        switch router.match(request.method, request.path) {
        case .notFound:
            return Answered(.surface(of: request.path), .failure(.notFound))
        case .methodNotAllowed(let allowed):
            let allow = allowed.map(\.name).joined(separator: ", ")
            return Answered(.plain, .success(Response(405, headers: ["allow": "\(allow)"])))
        case .found(let route, let parameters):
            var request = request
            request.parameters = parameters
            guard !request.hasAbsurdMarks else {
                return Answered(
                    route.surface, .failure(.invalid(field: "head", .absurdMarks(longest: MarkRun.longest))),
                    route: route.pattern)
            }
            let result = await Result { [request] () async throws(ChatError) in
                try await answer(to: request, by: route)
            }
            return Answered(route.surface, result, route: route.pattern)
        }
    }

    private func answer(to request: Request, by route: Route) async throws(ChatError) -> Response {
        guard !route.isMutating || sameOrigin.allows(request) else { throw .forbidden }
        guard !route.isActing || sameOrigin.allowsActing(request) else { throw .forbidden }
        // A form of another site can send these types, and no other.
        if route.isMutating, request.hasBody, request.isForm { throw .notJSON }
        let visitor = try await visitor(of: request, to: route)
        guard !route.isActing || sameOrigin.names(visitor.user, in: request) else { throw .forbidden }
        // Who is only remembered may have been sent away by now; a page asks for more than what it sends.
        if case .user(let principal) = visitor { lastSeen.note(principal.session) }
        let call = Call(
            request: request, visitor: visitor, bodyLimit: route.bodyLimit, confirmation: confirmation,
            sessions: sessions)
        do {
            if let refusal = try route.refusal(of: visitor) { return refusal }
            if route.isOfWeight { try await call.requireConfirmation() }
            return try await route.answer(call)
        } catch {
            if error == .forbidden { await refusals.note(route, by: call) }
            throw error
        }
    }
}

extension Site {
    fileprivate func visitor(of request: Request, to route: Route) async throws(ChatError) -> Visitor {
        guard route.knowsVisitors else { return .stranger }
        if route.takesRemembered, let visitor = sessions.remembered(in: request) { return visitor }
        return try await sessions.visitor(of: request)
    }
}

/// What came of a request, the shape it has if it failed, and the route it took.
private struct Answered {
    let surface: Route.Surface
    let outcome: Result<Response, ChatError>
    let route: String?

    init(_ surface: Route.Surface, _ outcome: Result<Response, ChatError>, route: String? = nil) {
        self.surface = surface
        self.outcome = outcome
        self.route = route
    }
}

extension Route {
    /// Throws, or answers with a redirect, when the visitor may not be here.
    fileprivate func refusal(of visitor: Visitor) throws(ChatError) -> Response? {
        // He is looked up, or found to be who he was, by the route itself.
        if case .remembered = visitor { return nil }
        switch (access, visitor.user) {
        case (.anyone, _): return nil
        case (_, nil):
            guard surface == .page else { throw .unauthorized }
            return Response(303, headers: ["location": "/login", "cache-control": "no-store"])
        case (.member, _): return nil
        case (.admin, let user?):
            guard user.isAdmin else { throw .forbidden }
            return nil
        }
    }
}

extension Route.Surface {
    /// The shape in which an unknown path fails.
    fileprivate static func surface(of path: String) -> Route.Surface {
        if path.hasPrefix("/api/") { return .api }
        if path.hasPrefix("/backend-api/") { return .backend }
        return .page
    }
}

extension Result {
    /// The outcome of `body`, with its typed error.
    init(catching body: () async throws(Failure) -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
