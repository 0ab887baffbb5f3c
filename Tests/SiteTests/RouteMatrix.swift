import Domain
import HTTP
import JSON
import TestKit
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// Asks every route of a site with every id it takes, and says what should not have been answered.
struct RouteMatrix {
    let world: MatrixWorld
    let entries: [String: MatrixEntry]
    private let handler: Handler

    init(_ world: MatrixWorld, _ entries: [MatrixEntry] = MatrixEntry.all, handler: Handler? = nil) {
        self.world = world
        self.handler = handler ?? world.world.site.respond
        self.entries = Dictionary(entries.map { ($0.route, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Routes without an entry, entries without a route, and path segments whose id nobody declared.
    func gaps(in routes: [Route]) -> [String] {
        var gaps: [String] = []
        for route in routes {
            guard let entry = entries[route.key] else {
                gaps.append("\(route.key) has no entry")
                continue
            }
            let path = entry.target.split(separator: "?")[0].split(separator: "/", omittingEmptySubsequences: false)
            let pattern = route.pattern.split(separator: "/", omittingEmptySubsequences: false)
            let isDeclared = zip(pattern, path).contains { $0.hasPrefix(":") && $1.hasPrefix("{") }
            let takesNone = !pattern.contains { $0.hasPrefix(":") }
            if pattern.count != path.count || !isDeclared && !takesNone {
                gaps.append("\(route.key) takes an id that its entry does not name")
            }
        }
        let known = Set(routes.map(\.key))
        return gaps + entries.keys.filter { !known.contains($0) }.map { "\($0) is no route" }.sorted()
    }

    /// The ids of others, asked for by everybody.
    func faults(of route: Route) async -> [String] {
        guard let entry = entries[route.key] else { return ["\(route.key) has no entry"] }
        let visitors = [("stranger", nil), ("member", world.world.bob), ("admin", world.world.admin)]
        var faults: [String] = []
        for (name, person) in visitors {
            let ids = name == "admin" ? world.admin : world.member
            for slot in entry.slots {
                faults += await self.faults(of: route, entry, slot, ids, asking: person).map {
                    "\(route.key), \(slot), \(name): \($0)"
                }
            }
            if entry.slots.isEmpty, let status = route.refusal(of: person?.user) {
                let answer = await ask(route, entry, ids.own, as: person)
                if answer.status != status { faults.append("\(route.key), \(name): \(answer.status)") }
            }
        }
        return faults
    }

    private func faults(
        of route: Route, _ entry: MatrixEntry, _ slot: MatrixID, _ ids: MatrixIDs, asking person: Person?
    ) async -> [String] {
        let expected = route.refusal(of: person?.user) ?? entry.outcomes[slot] ?? 404
        var faults: [String] = []
        var first: Answer?
        for (relation, values) in ids.others.sorted(by: { $0.key < $1.key }) {
            guard let value = values[slot] else { continue }
            var chosen = ids.own
            chosen[slot] = value
            let answer = await ask(route, entry, chosen, as: person)
            if answer.status != expected { faults.append("\(relation) is \(answer.status), not \(expected)") }
            if answer != first ?? answer { faults.append("\(relation) is told apart from the others") }
            first = first ?? answer
        }
        return first == nil ? ["has no id to ask with"] : faults
    }

    func ask(
        _ route: Route, _ entry: MatrixEntry, _ values: MatrixIDs.Values, as person: Person?, headers: Headers = [:]
    ) async -> Answer {
        var (target, body) = (entry.target, entry.body)
        for (slot, value) in values {
            target = target.replacing(slot.place, with: value)
            body = body.replacing(slot.place, with: value)
        }
        body = body.replacing("{fresh}", with: Key<Message>.random().text)
        var headers = headers.isEmpty && route.isActing ? ["sec-fetch-site": "same-origin"] : headers
        // It is this header that makes the call an application's.
        if route.isOfMiniProgram { headers["x-app-key"] = "a key that nobody has" }
        return await Answer(
            by: handler, route.method, target, cookie: person?.cookie, body: Array(body.utf8), headers)
    }
}

extension Route {
    var key: String { "\(method) \(pattern)" }

    enum FailureShape { case envelope, detail, program, plain, page }

    /// How a path of its surface is said to fail (chatmirror.md §1).
    var failure: FailureShape {
        if isOfMiniProgram { return .program }
        if isOfTokens || isOfKeys { return .program }
        if pattern.hasPrefix("/api/") || pattern.hasPrefix("/internalweb/") { return .envelope }
        if pattern.hasPrefix("/backend-api/") { return .detail }
        if ["/v1/", "/v1beta/", "/v1alpha/", "/pg/"].contains(where: pattern.hasPrefix) { return .program }
        let files = [
            "/healthz", "/readyz", "/health", "/favicon.svg", "/favicon.ico", "/robots.txt", "/manifest.webmanifest",
        ]
        return files.contains(pattern) || pattern.hasPrefix("/assets/") || pattern.hasPrefix("/logo/")
            ? .plain : .page
    }

    /// Called with a key: cookies, and what browsers say of the page that asks, mean nothing there.
    var isForPrograms: Bool { failure == .program && !pattern.hasPrefix("/pg/") }

    /// Called with the secret of the refresh-token manager; pages of other sites may call it where that is configured.
    var isOfTokens: Bool { pattern.hasPrefix("/public-api/") }

    /// What a key is told of itself.
    var isOfKeys: Bool { pattern.hasPrefix("/api/usage/token") || pattern.hasPrefix("/dashboard/billing/") }

    /// Called with an application's key; its paths are the panel's for everybody else.
    var isOfMiniProgram: Bool {
        ["/api/chat", "/api/image", "/api/token/refresh", "/api/balance"].contains(pattern)
            || pattern.contains(":openid")
    }

    /// The status with which this visitor is turned away before any id is looked at.
    func refusal(of user: User?) -> Int? {
        switch (access, user) {
        case (.anyone, _): nil
        case (_, nil): failure == .page ? 303 : 401
        case (.admin, let user?) where !user.isAdmin: 403
        case (.root, let user?) where user.role < .root: 403
        default: nil
        }
    }
}
