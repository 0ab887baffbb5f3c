import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// What every answer of every route carries, whoever asks and whatever comes of it.
@Suite struct SecurityHeadersTests {
    private static let always: [(name: Text, value: Text)] = [
        ("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"), ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ]
    private static let ofPages: [String: [String]] = [
        "default-src": ["'none'"], "script-src": ["'self'"], "style-src": ["'self'"], "font-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"], "connect-src": ["'self'"], "manifest-src": ["'self'"],
        "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"],
        "require-trusted-types-for": ["'script'"], "trusted-types": ["'none'"],
    ]
    /// Not only names: what any answer may say at all. CORS, for one, is not among it.
    private static let known: Set<Text> = Set(
        always.map(\.name) + [
            "content-security-policy", "strict-transport-security", "cache-control", "content-type", "content-encoding",
            "set-cookie", "clear-site-data", "etag", "location", "allow", "retry-after", "vary", "x-accel-buffering",
            "content-disposition",
        ])

    private static func policy(_ answer: Answer) -> [String: [String]] {
        let parts = (answer.headers["content-security-policy"]?.string ?? "").split(separator: ";").map {
            $0.split(separator: " ")
        }
        return Dictionary(parts.map { (String($0[0]), $0.dropFirst().map(String.init)) }, uniquingKeysWith: { $0 + $1 })
    }

    /// Of calls of programs and applications alone: CORS, and the name that Anthropic gives a request.
    private static let ofPrograms: Set<Text> = [
        "access-control-allow-origin", "access-control-expose-headers", "request-id",
    ]

    private static func faults(_ answer: Answer, isPage: Bool, isOpen: Bool = false) -> [String] {
        var faults = always.filter { answer.headers.all($0.name) != [$0.value] }.map { "without \($0.name)" }
        if answer.headers.all("content-security-policy").count != 1 { faults.append("not one policy") }
        let expected = isPage ? ofPages : ["default-src": ["'none'"], "frame-ancestors": ["'none'"], "sandbox": []]
        if policy(answer) != expected { faults.append("policy \(policy(answer))") }
        let unknown = Set(answer.headers.fields.map { $0.name.asciiLowercased }).subtracting(known).subtracting(
            isOpen ? ofPrograms : [])
        if !unknown.isEmpty { faults.append("says \(unknown.map(\.string).sorted())") }
        return faults
    }

    @Test func `every route answers everybody with the whole set, and pages with Trusted Types`() async throws {
        let world = try await MatrixWorld()
        let matrix = RouteMatrix(world)
        var statuses: Set<Int> = []
        for route in world.world.site.routes {
            let entry = try #require(matrix.entries[route.key])
            for person in [nil, world.world.bob, world.world.admin] {
                for ids in [world.member.own, MatrixWorld.random] {
                    let answer = await matrix.ask(route, entry, ids, as: person)
                    statuses.insert(answer.status)
                    let isOpen = route.isForPrograms && !route.isOfTokens
                    let faults = Self.faults(answer, isPage: route.failure == .page, isOpen: isOpen)
                    #expect(faults == [], "\(route.key) \(answer.status)")
                    // Their addresses have a hash of what they hold.
                    let isHashed = ["/assets/", "/logo/", "/backend-api/assistants/picture/"].contains {
                        route.pattern.hasPrefix($0)
                    }
                    let mayBeKept = isHashed && answer.status == 200
                    let isSmall = ["/favicon", "/robots.txt", "/manifest"].contains { route.pattern.hasPrefix($0) }
                    let isFile = mayBeKept || isSmall
                    let caching = answer.headers["cache-control"] ?? ""
                    #expect(isFile || caching.hasPrefix("no-store"), "\(route.key) \(caching)")
                }
            }
        }
        #expect(statuses.isSuperset(of: [200, 303, 401, 403, 404]))
    }

    @Test func `failures carry the same set`() async throws {
        let panel = try await Panel()
        let answers: [(Answer, isPage: Bool, status: Int)] = [
            (await panel.call(.get, "/nothing/here"), true, 404), (await panel.call(.get, "/api/nothing"), false, 404),
            (await panel.call(.get, "/backend-api/nothing"), false, 404),
            (await panel.call(.put, "/login"), false, 405),
            (await panel.call(.get, "/admin", as: panel.member.cookie), true, 403),
            (await panel.call(.post, "/api/user/login", [:]), false, 400),
            (await panel.call(.post, "/api/user/login", [:], headers: ["origin": "https://evil.test"]), false, 403),
            (
                await panel.call(.post, "/api/user/login", ["username": .string(String(repeating: "x", count: 5000))]),
                false, 413
            ),
        ]
        for (answer, isPage, status) in answers {
            #expect(answer.status == status)
            #expect(Self.faults(answer, isPage: isPage) == [], "\(status)")
        }
    }

    @Test func `behind TLS browsers are told to stay there, and only then`() async throws {
        for (url, value) in [("http://chat.test", nil), ("https://chat.test", "max-age=31536000")] {
            let panel = try await Panel(publicURL: url)
            for path in ["/login", "/api/setup", "/healthz", "/assets/chat-A.js", "/nothing"] {
                #expect(await panel.call(.get, path).headers["strict-transport-security"]?.string == value)
            }
        }
    }

    @Test func `no answer lets another origin read it, whatever it asks for`() async throws {
        let panel = try await Panel()
        let asked: Headers = [
            "origin": "https://evil.test", "access-control-request-method": "POST",
            "access-control-request-headers": "x-anything",
        ]
        for path in ["/", "/login", "/api/user/self", "/backend-api/me", "/assets/chat-A.js", "/healthz"] {
            for method in [Wire.Method.get, .options] {
                let answer = await panel.call(method, path, as: panel.member.cookie, headers: asked)
                #expect(!answer.headers.fields.contains { $0.name.asciiLowercased.hasPrefix("access-control") })
                if method == .options { #expect(answer.status == 405) }
            }
        }
    }

    /// Of the paths under `/api` those that an application calls, by its header and by no other sign.
    @Test func `another site may call what asks for an application's key, and the same path without it may not`()
        async throws
    {
        let world = try await World()
        let key = Text(World.key(of: "shop"))
        for path in ["/api/chat", "/api/user/self", "/api/nothing"] {
            let wanted: Headers = [
                "origin": "https://evil.test", "access-control-request-method": "POST",
                "access-control-request-headers": "content-type, X-App-Key",
            ]
            let asked = await world.respond(to: .options, path, as: world.alice, headers: wanted)
            #expect(asked.status == 204 && asked.headers["access-control-allow-origin"] == "*")
            #expect(asked.headers["access-control-allow-headers"]?.contains("x-app-key") == true)
            // A page that is answered with a cookie could read what is its user's.
            #expect(asked.headers["access-control-allow-credentials"] == nil)
            let answer = await world.get(
                path, as: world.alice, headers: ["origin": "https://evil.test", "x-app-key": key])
            #expect(answer.headers["access-control-allow-origin"] == "*")
            #expect(answer.json["data"]?["username"] == nil)
            for headers in [["origin": "https://evil.test"], ["access-control-request-headers": "x-app-key"]]
                as [Headers]
            {
                let ours = await world.get(path, as: world.alice, headers: headers)
                #expect(!ours.headers.fields.contains { $0.name.asciiLowercased.hasPrefix("access-control") })
            }
        }
    }
}
