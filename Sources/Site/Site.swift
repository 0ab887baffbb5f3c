package import ChatAPI
import Domain
public import HTTP
import JSON
package import PanelAPI
package import RelayAPI
package import Transport
package import Web
import Wire

/// What the world sees. One line a route; what stands behind it is a method in the noun's own file.
public struct Site: Sendable {
    package let surfaces: [Surface]
    package var routes: [Route] { surfaces.flatMap(\.routes) }
    private let sessions: Sessions
    private let shells: Shells
    private let looks: SiteLooks
    private let lastSeen: LastSeen
    private let sameOrigin: SameOrigin
    private let confirmation: Confirmation
    private let clock: any WallClock
    private let securityHeaders: SecurityHeaders
    private let log: Log
    private let refusals: Refusals

    package init(
        _ uses: SiteUses, chat: ChatUses, panel: PanelUses, relay: RelayUses, _ options: SiteOptions,
        log: Log = Log(level: .error)
    ) throws {
        self.log = log
        let cookie = HostCookie("session", isSecure: options.isSecure)
        sessions = Sessions(store: uses.sessions, standings: uses.standings, clock: uses.clock, cookie: cookie)
        let exchange = ExchangeCookies(
            key: options.sealingKey, used: uses.usedTokens, clock: uses.clock,
            cookie: HostCookie("exchange", isSecure: options.isSecure))
        shells = try Shells(assets: options.assets, templates: options.templates)
        looks = uses.looks
        refusals = Refusals(trail: uses.trail, clock: uses.clock)
        confirmation = Confirmation(users: uses.users)
        // In the order in which they are asked whether a request is theirs.
        let called: [Surface] =
            [
                .chat(chat, options), .relay(relay), .playground(relay),
                .panel(panel, options, cookie: cookie, exchange, clock: uses.clock),
                .managedTokens(panel, key: options.sealingKey, clock: uses.clock),
            ] + [.publicTokens(panel, clock: uses.clock)].compactMap(\.self)
        // Paths of the mini-program are the panel's, too: the description, which has each path once, leaves them out.
        surfaces =
            [.miniProgram(relay), APIDescription(of: called, at: options.publicURL).surface] + called + [
                .files(shells.assets, Health(uses), uses.looks), .pages(uses, options, shells, exchange),
            ]
        lastSeen = LastSeen(users: uses.users, sessions: uses.sessions, clock: uses.clock, spawn: uses.turns.spawn)
        sameOrigin = SameOrigin(publicAuthority: options.authority)
        clock = uses.clock
        securityHeaders = SecurityHeaders(isSecure: options.isSecure)
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
        case .failure(let error): response = await failure(error, as: answer.failure, of: request)
        }
        if let reader = answer.reader { CrossOrigin.allow(reader, &response) }
        await Compression.apply(to: &response, for: request)
        securityHeaders.add(to: &response, isPage: answer.failure.isPage)
        // The route and not the path: a path is what a stranger typed.
        log.info(
            "request", .init("id", id: request.id), .init("method", id: request.method.name),
            .init("route", id: answer.route ?? "none"), .init("status", response.status),
            .init("took", MonotonicTime.now - start))
        return response
    }

    private func failure(_ error: ChatError, as failure: Surface.Failure, of request: Request) async -> Response {
        var response = error.response(as: failure, to: request, now: clock.now)
        if failure.isPage {
            // A store that is away is not asked again for a name.
            let site = if case .unavailable = error { SiteLook.usualName } else { await looks.shown().name }
            let page = shells.failure(error, on: site, for: request)
            response.headers["content-type"] = page.headers["content-type"]
            response.body = page.body
        }
        return response
    }

    private func answer(to request: Request) async -> Answered {
        // The last one claims everything.
        let surface = surfaces.first { $0.claims(request) } ?? surfaces[surfaces.count - 1]
        var answered = await answer(to: request, of: surface)
        answered.reader = surface.reader(of: request)
        return answered
    }

    private func answer(to request: Request, of surface: Surface) async -> Answered {
        if let preflight = surface.preflight(request) { return Answered(surface, .success(preflight)) }
        switch surface.match(request.method, request.path) {
        case .notFound:
            return Answered(surface, .failure(.notFound))
        case .methodNotAllowed(let allowed):
            // Programs look for features, and know this as one that is not there.
            guard !surface.failure.isOwn else { return Answered(surface, .failure(.notFound)) }
            let allow = allowed.map(\.name).joined(separator: ", ")
            return Answered(surface, as: .plain, .success(Response(405, headers: ["allow": "\(allow)"])))
        case .found(let route, let parameters):
            var request = request
            request.parameters = parameters
            guard !request.hasAbsurdMarks else {
                return Answered(
                    surface, .failure(.invalid(field: "head", .absurdMarks(longest: MarkRun.longest))),
                    route: route.pattern)
            }
            let result = await Result { [request] () async throws(ChatError) in
                try await answer(to: request, by: route, of: surface)
            }
            return Answered(surface, result, route: route.pattern)
        }
    }

    private func takes(formOf request: Request, _ route: Route) -> Bool {
        guard let shape = route.takes else { return false }
        // No form puts, and what is put there is a file of any type.
        return shape.isForm || request.method == .put && shape.isBytes
            || shape.mayBeFileOfForm && request.isFormWithFiles && sameOrigin.allowsActing(request)
    }

    private func answer(to request: Request, by route: Route, of surface: Surface) async throws(ChatError) -> Response {
        if surface.reader(of: request) == nil, route.isMutating {
            guard sameOrigin.allows(request) else { throw .forbidden }
            // A form of another site can send these types, and no other.
            if request.hasBody, request.isForm, !takes(formOf: request, route) { throw .notJSON }
        }
        guard !route.isActing || sameOrigin.allowsActing(request) else { throw .forbidden }
        let visitor = try await visitor(of: request, to: route, of: surface)
        guard !route.isActing || sameOrigin.names(visitor.user, in: request) else { throw .forbidden }
        // Who is only remembered may have been sent away by now; a page asks for more than what it sends.
        if case .user(let principal) = visitor { lastSeen.note(principal.session) }
        let call = Call(
            request: request, visitor: visitor, bodyLimit: route.bodyLimit, sessions: sessions)
        do {
            if let refusal = try route.refusal(of: visitor, on: surface) { return refusal }
            if route.needsStepUp { try await confirmation.require(of: call.actor) }
            return try await route.answer(call)
        } catch {
            if error == .forbidden { await refusals.note(route, by: call) }
            throw error
        }
    }
}

extension Site {
    fileprivate func visitor(of request: Request, to route: Route, of surface: Surface) async throws(ChatError)
        -> Visitor
    {
        guard surface.credential == .session else { return .stranger }
        if route.takesRemembered, let visitor = sessions.remembered(in: request) { return visitor }
        return try await sessions.visitor(of: request)
    }
}

/// What came of a request, the shape it has if it failed, and the route it took.
private struct Answered {
    let failure: Surface.Failure
    let outcome: Result<Response, ChatError>
    let route: String?

    /// The other site whose pages may read it, `*` for every one.
    var reader: Text?

    init(
        _ surface: Surface, as failure: Surface.Failure? = nil, _ outcome: Result<Response, ChatError>,
        route: String? = nil
    ) {
        self.failure = failure ?? surface.failure
        self.outcome = outcome
        self.route = route
    }
}

extension Route {
    /// Throws, or answers with a redirect, when the visitor may not be here.
    fileprivate func refusal(of visitor: Visitor, on surface: Surface) throws(ChatError) -> Response? {
        // He is looked up, or found to be who he was, by the route itself.
        if case .remembered = visitor { return nil }
        switch (access, visitor.user) {
        case (.anyone, _): return nil
        case (_, nil):
            guard surface.failure.isPage else { throw .unauthorized }
            return Response(303, headers: ["location": "/login", "cache-control": "no-store"])
        case (.member, _): return nil
        case (.admin, let user?):
            guard user.isAdmin else { throw .forbidden }
            return nil
        case (.root, let user?):
            guard user.role == .root else { throw .forbidden }
            return nil
        }
    }
}
