import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Transport
@testable import Web

/// The world's people before a site of our own making: with pages, a set-up token and any public URL.
struct Panel {
    let world: World
    let site: Site
    let ports: Ports
    let clock: ManualClock
    /// The cookie of the administrator, who is root.
    let rootCookie: String

    static let setupToken = "setup-token"

    init(
        publicURL: String = "http://chat.test", probe: (any ConversationBackend)? = nil, hasPassword: Bool = true,
        passwords: PasswordHasher? = nil
    ) async throws {
        world = try await World()
        var ports = world.ports
        if let probe { ports.backend = probe }
        if let passwords { ports.passwords = passwords }
        self.ports = ports
        clock = world.clock
        site = try Panel.site(ports, world.frontEnd, publicURL: publicURL)
        // Without a password the administrator could not sign in, and would be the last of nobody.
        if hasPassword { try await ports.users.setPassword("unknown", of: world.admin.user.id) }
        rootCookie = publicURL.hasPrefix("https") ? "__Host-" + world.admin.cookie : world.admin.cookie
    }

    var root: User { world.admin.user }
    var member: Person { world.alice }

    static func site(
        _ ports: Ports, _ frontEnd: FrontEnd, publicURL: String = "http://chat.test", setupToken: String? = setupToken
    ) throws -> Site {
        var ports = ports
        ports.setupToken = setupToken
        return try Site(
            ports,
            SiteOptions(
                publicURL: publicURL, timeZone: "Asia/Shanghai", assets: frontEnd.assets,
                templates: frontEnd.templates, sealingKey: .random()))
    }
}

// MARK: Asking

extension Panel {
    /// `target` is a path with its query.
    func call(
        _ method: Wire.Method, _ target: String, as cookie: String? = nil, _ body: JSONValue? = nil,
        headers: Headers = [:], from address: String = "127.0.0.1"
    ) async -> Answer {
        await Answer(of: site, method, target, cookie: cookie, body: body?.bytes ?? [], headers, from: address)
    }

    func root(_ method: Wire.Method, _ target: String, _ body: JSONValue? = nil) async -> Answer {
        await call(method, target, as: rootCookie, body)
    }
}

/// What came back.
struct Answer: Equatable {
    let status: Int
    let headers: Headers
    let bytes: [UInt8]

    init(
        of site: Site, _ method: Wire.Method, _ target: String, cookie: String? = nil, body: [UInt8] = [],
        _ headers: Headers = [:], from address: String = "127.0.0.1"
    ) async {
        await self.init(by: site.respond, method, target, cookie: cookie, body: body, headers, from: address)
    }

    init(
        by handler: Handler, _ method: Wire.Method, _ target: String, cookie: String? = nil, body: [UInt8] = [],
        _ extra: Headers = [:], from address: String = "127.0.0.1"
    ) async {
        var headers: Headers = ["host": "chat.test"]
        if let cookie { headers.append("cookie", cookie) }
        if !body.isEmpty {
            headers["content-length"] = "\(body.count)"
            if extra["content-type"] == nil { headers["content-type"] = "application/json" }
        }
        for field in extra.fields { headers.append(field.name, field.value) }
        let parts = target.split(separator: "?", maxSplits: 1)
        let request = Request(
            method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : nil, headers: headers,
            remoteAddress: address, body: body.isEmpty ? .empty : .bytes(body))
        let response = await handler(request)
        status = response.status
        self.headers = response.headers
        bytes = if case .bytes(let bytes) = response.body { bytes } else { [] }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
    var data: JSONValue { json["data"] ?? .null }
    var code: String? { json["code"]?.string }
    var id: Int64 { data["id"]?.integer ?? 0 }
    var items: [JSONValue] { data["items"]?.array ?? [] }

    /// `name=value` of the cookie that was set last under that name.
    func cookie(_ name: String) -> String? {
        headers.all("set-cookie").last { $0.hasPrefix("\(name)=") }?.before(UInt8(ascii: ";")).string
    }
}

extension PasswordHasher {
    /// One whose work is little, for tests that have much of it done.
    static var cheap: PasswordHasher { PasswordHasher(cost: Cost(passes: 1, memory: 1 << 20)) }
}

/// An upstream whose probe does what a test says.
final class ProbeBackend: ConversationBackend {
    let failure: UpstreamFailure?
    let refused: Set<AccountAddress>

    init(failing failure: UpstreamFailure? = nil, refusing refused: Set<AccountAddress> = []) {
        self.failure = failure
        self.refused = refused
    }

    func refusedAddresses(of _: Account) -> Set<AccountAddress> { refused }

    func answer(
        _: Prompt, as _: Account, key _: Secret, after _: @Sendable () async -> Void, to _: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason { .stop }

    func probe(_: Account, key _: Secret) async throws(UpstreamError) -> AccountFindings {
        if let failure { throw .failed(failure) }
        return AccountFindings()
    }
}
