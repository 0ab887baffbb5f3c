import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Transport
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// Whoever signs in or changes something leaves a row; nothing secret stands in it.
@Suite struct AuditTests {
    private static func rows(_ panel: Panel) async throws -> [AuditEntry] {
        try await panel.ports.audit.list(Page(offset: 0, limit: 100), where: AuditFilter()).items.map(\.entry)
            .reversed()
    }

    private static func actions(_ panel: Panel) async throws -> [String] {
        try await rows(panel).map { "\($0.action.rawValue) \($0.object.map { "\($0.kind) \($0.name)" } ?? "-")" }
    }

    @Test func `every change in the panel leaves one row, in order`() async throws {
        let panel = try await Panel(probe: ProbeBackend())
        let package = await panel.root(.post, "/api/package/", ["name": "Basic", "limits": []]).id
        let lin = await panel.root(.post, "/api/user/", ["username": "lin", "package_id": .integer(package)]).id
        _ = await panel.root(.put, "/api/user/", ["id": .integer(lin), "remark": "r", "password": "long enough"])
        for action in ["disable", "enable", "promote", "demote"] {
            _ = await panel.root(.post, "/api/user/manage", ["id": .integer(lin), "action": .string(action)])
        }
        _ = await panel.root(.post, "/api/user/\(lin)/share_link", [:])
        _ = await panel.root(.delete, "/api/user/\(lin)/share_link")
        let account = await panel.root(
            .post, "/api/channel/", ["mode": "single", "channel": ["name": "up", "type": 1000]]
        ).id
        _ = await panel.root(.put, "/api/channel/", ["id": .integer(account), "priority": 3])
        _ = await panel.root(.post, "/api/channel/test/\(account)")
        let binding = await panel.root(
            .post, "/api/binding/",
            ["user_id": .integer(lin), "channel_id": .integer(account), "mode": "shared"]
        ).id
        _ = await panel.root(.delete, "/api/binding/\(binding)")
        _ = await panel.root(.delete, "/api/channel/\(account)")
        _ = await panel.root(.delete, "/api/user/\(lin)")
        _ = await panel.root(
            .put, "/api/package/", ["id": .integer(package), "limits": [["window": "day", "limit": 5]]])
        _ = await panel.root(.delete, "/api/package/\(package)")
        #expect(
            try await Self.actions(panel) == [
                "package.created package Basic", "member.created member lin", "member.changed member lin",
                "password.changed member lin", "member.disabled member lin", "member.enabled member lin",
                "member.promoted member lin", "member.demoted member lin", "link.issued member lin",
                "link.revoked member lin", "account.created account up", "account.changed account up",
                "account.tested account up", "binding.created binding ", "binding.deleted binding ",
                "account.deleted account up", "member.deleted member lin", "package.changed package Basic",
                "package.deleted package Basic",
            ])
        let rows = try await Self.rows(panel)
        #expect(rows.allSatisfy { $0.actor == .init(user: panel.root.id, name: "root", address: "127.0.0.1") })
        #expect(rows.allSatisfy { $0.at == panel.clock.now && $0.result == .done })
        #expect(rows[2].before == #"{"remark":""}"# && rows[2].after == #"{"remark":"r"}"#)
        #expect(rows[6].before == #"{"role":1}"# && rows[6].after == #"{"role":10}"#)
        #expect(rows[11].before == #"{"priority":0}"# && rows[11].after == #"{"priority":3}"#)
        #expect(try await panel.ports.audit.verify(against: nil) == .intact(panel.ports.audit.head()))
    }

    @Test func `a change that changes nothing, and one that is refused, leave no row`() async throws {
        let panel = try await Panel()
        let alice = JSONValue.integer(panel.member.user.id.value)
        #expect(await panel.root(.put, "/api/user/", ["id": alice, "username": "alice"]).status == 200)
        #expect(await panel.root(.post, "/api/user/manage", ["id": alice, "action": "enable"]).status == 200)
        #expect(await panel.root(.post, "/api/user/manage", ["id": 999, "action": "disable"]).status == 404)
        #expect(await panel.root(.post, "/api/user/", ["username": "alice"]).status == 409)
        #expect(try await Self.rows(panel).isEmpty)
    }

    @Test func `whoever comes, is turned away or leaves is written down with his address`() async throws {
        let panel = try await Panel()
        let id = panel.member.user.id
        _ = await panel.root(.put, "/api/user/", ["id": .integer(id.value), "password": "long enough"])
        func login(_ name: JSONValue, _ password: JSONValue) async -> Answer {
            await panel.call(
                .post, "/api/user/login", ["username": name, "password": password], from: "203.0.113.9")
        }
        _ = await login("alice", "wrong word")
        _ = await login("nobody of this name", "wrong word")
        let cookie = try #require(await login("alice", "long enough").cookie("session"))
        _ = await panel.call(.post, "/api/user/logout", as: cookie)
        _ = await panel.call(.post, "/api/user/logout")
        let token = await panel.root(.post, "/api/user/\(id)/share_link", [:]).data["share_token"] ?? .null
        _ = await panel.call(.post, "/api/session/share", ["share_token": token])
        _ = await panel.call(.post, "/api/session/share", ["share_token": "of nobody"])
        let rows = try await Self.rows(panel).dropFirst()
        #expect(
            rows.map { "\($0.action.rawValue) \($0.result.rawValue) \($0.actor.name) \($0.object?.name ?? "-")" } == [
                "login refused  alice", "login refused  -", "login done alice -", "logout done alice -",
                "link.issued done root alice", "link.used done alice ",
            ])
        #expect(rows.prefix(3).allSatisfy { $0.actor.address == "203.0.113.9" })
    }

    @Test func `someone who keeps guessing is written down once for each time he is held back`() async throws {
        let panel = try await Panel()
        func guess(_ count: Int) async {
            for number in 0..<count {
                _ = await panel.call(
                    .post, "/api/user/login", ["username": .string("name \(number)"), "password": "wrong word"],
                    from: "203.0.113.9")
            }
        }
        await guess(40)
        let results = try await Self.rows(panel).map(\.result)
        #expect(results.count { $0 == .refused } == 20)
        #expect(results.count { $0 == .throttled } == 1)
        panel.clock.advance(by: .seconds(301))
        await guess(40)
        #expect(try await Self.rows(panel).count { $0.result == .throttled } == 2)
    }

    @Test func `the first administrator is written down`() async throws {
        let panel = try await Panel(hasPassword: false)
        let answer = await panel.call(
            .post, "/api/setup",
            ["token": .string(Panel.setupToken), "username": "owner", "password": "long enough"])
        #expect(answer.status == 200)
        #expect(try await Self.actions(panel) == ["setup member owner"])
    }

    @Test func `no secret stands in any row`() async throws {
        let panel = try await Panel(probe: ProbeBackend())
        let secrets = ["CN-password-1", "CN-password-2", "CN-key-first", "CN-key-second", "CN-typed-as-a-name"]
        let lin = await panel.root(.post, "/api/user/", ["username": "lin", "password": .string(secrets[0])]).id
        _ = await panel.root(.put, "/api/user/", ["id": .integer(lin), "password": .string(secrets[1])])
        let fields: JSONValue = [
            "name": "up", "type": 1, "base_url": "https://up.test", "models": "m", "key": .string(secrets[2]),
        ]
        let account = await panel.root(.post, "/api/channel/", ["mode": "single", "channel": fields]).id
        _ = await panel.root(.put, "/api/channel/", ["id": .integer(account), "key": .string(secrets[3])])
        _ = await panel.root(.put, "/api/channel/", ["id": .integer(account), "key": .string(secrets[3])])
        _ = await panel.root(.put, "/api/channel/", ["id": .integer(account), "base_url": "https://other.test"])
        _ = await panel.call(
            .post, "/api/user/login", ["username": .string(secrets[4]), "password": "wrong word"])
        let link = await panel.root(.post, "/api/user/\(lin)/share_link", [:]).data["share_token"]?.string ?? ""
        _ = await panel.call(.post, "/api/session/share", ["share_token": .string(link)])
        let rows = try await Self.rows(panel)
        #expect(rows.count == 8)
        #expect(!link.isEmpty && !rows.isEmpty)
        let text = "\(rows)" + (await panel.root(.get, "/api/audit/?page_size=100").text)
        for secret in secrets + [link] { #expect(!text.contains(secret)) }
        // The key changed once, from one fingerprint to another, and the new host took it away.
        let changes = rows.filter { $0.action == .accountChanged }
        #expect(changes.count == 2)
        let first = try JSONValue(parsing: Array(changes[0].before.utf8))["key"]?.string ?? ""
        let second = try JSONValue(parsing: Array(changes[0].after.utf8))["key"]?.string ?? ""
        #expect(first.count == 16 && second.count == 16 && first != second)
        #expect(
            try JSONValue(parsing: Array(changes[1].before.utf8))
                == ["base_url": "https://up.test", "key": .string(second)])
        #expect(try JSONValue(parsing: Array(changes[1].after.utf8))["key"] == "")
    }

    @Test func `an act that cannot be written down is done, and reported as an error`() async throws {
        let panel = try await Panel()
        let lines = Mutex<[String]>([])
        let log = Log(level: .warn) { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        var ports = panel.ports
        ports.audit = BrokenAuditLog()
        let site = try Site(
            ports,
            SiteOptions(
                publicURL: "http://chat.test", timeZone: "UTC", assets: panel.world.frontEnd.assets,
                templates: panel.world.frontEnd.templates, sealingKey: .random()),
            log: log)
        let answer = await Answer(
            of: site, .post, "/api/user/", cookie: panel.rootCookie, body: Array(#"{"username":"lin"}"#.utf8))
        #expect(answer.status == 200)
        #expect(try await panel.ports.users.credentials(of: "lin") != nil)
        let reported = lines.withLock(\.self)
        #expect(reported.count == 1)
        #expect(reported[0].contains(" error an act is missing from the audit log ") == true)
        #expect(reported[0].contains("action=member.created") == true)
    }
}

/// What the panel is shown of the audit log.
@Suite struct AuditHistoryTests {
    @Test func `the panel sees pages of rows, newest first, and can look for some`() async throws {
        let panel = try await Panel()
        for name in ["a", "b", "c"] { _ = await panel.root(.post, "/api/user/", ["username": .string(name)]) }
        let alice = panel.member.user.id
        _ = await panel.root(.put, "/api/user/", ["id": .integer(alice.value), "remark": "r"])
        let first = await panel.root(.get, "/api/audit/?p=1&page_size=2")
        #expect(first.data["total"] == 4 && first.data["page_size"] == 2)
        #expect(first.items.compactMap { $0["id"]?.integer } == [4, 3])
        let hash = first.items[0]["hash"]?.string ?? ""
        #expect(hash.count == 64)
        #expect(
            first.items[0]
                == [
                    "id": 4, "created_time": .integer(panel.clock.now.seconds),
                    "created_ms": .integer(panel.clock.now.milliseconds), "user_id": .integer(panel.root.id.value),
                    "username": "root", "address": "127.0.0.1", "action": "member.changed",
                    "object": ["kind": "member", "id": .integer(alice.value), "name": "alice"],
                    "before": ["remark": ""], "after": ["remark": "r"], "result": "done", "hash": .string(hash),
                ])
        func ids(_ query: String) async -> [Int64] {
            await panel.root(.get, "/api/audit/?\(query)").items.compactMap { $0["id"]?.integer }
        }
        #expect(await ids("action=member.changed") == [4])
        #expect(await ids("user_id=\(alice)") == [4])
        #expect(await ids("user_id=\(panel.root.id)&action=member.created") == [3, 2, 1])
        #expect(await ids("keyword=alice") == [4])
        for query in ["action=nothing", "action=unknown", "user_id=x", "page_size=101"] {
            #expect(await panel.root(.get, "/api/audit/?\(query)").status == 400)
        }
    }

    @Test func `by a cursor it is read to its end without a gap, while rows are added`() async throws {
        let panel = try await Panel()
        for number in 0..<7 { _ = await panel.root(.post, "/api/user/", ["username": .string("m\(number)")]) }
        func read(_ query: String) async -> [Int64] {
            var (ids, cursor): ([Int64], Text?) = ([], "")
            while let place = cursor {
                let part = await panel.root(.get, "/api/audit/?page_size=3&cursor=\(place)\(query)")
                #expect(part.status == 200 && part.items.count <= 3)
                ids += part.items.compactMap { $0["id"]?.integer }
                cursor = part.data["cursor"]?.text
                _ = await panel.root(.post, "/api/user/", ["username": .string("later\(ids.count)")])
            }
            return ids
        }
        #expect(await read("") == [7, 6, 5, 4, 3, 2, 1])
        #expect(await read("&keyword=m1") == [2])
        // What was added meanwhile, four rows by now, is found from the newest on.
        #expect(await read("&action=member.created").count == 11)
        for cursor in ["x", "-1.5", "9223372036854775808"] {
            #expect(await panel.root(.get, "/api/audit/?cursor=\(cursor)").status == 400)
        }
    }

    @Test func `nobody but administrators sees it, and nobody can change it`() async throws {
        let panel = try await Panel()
        #expect(await panel.call(.get, "/api/audit/").status == 401)
        #expect(await panel.call(.get, "/api/audit/", as: panel.member.cookie).status == 403)
        #expect(await panel.root(.delete, "/api/audit/").status == 405)
        #expect(
            !panel.site.routes.contains {
                $0.pattern.hasPrefix("/api/audit/") && $0.method != .get && $0.pattern != "/api/audit/export"
            })
    }
}

/// A log whose storage is away.
private struct BrokenAuditLog: AuditLog {
    func append(_: AuditEntry) async throws(ChatError) { throw .unavailable(what: "storage") }
    func rows(before _: Int64?, atMost _: Int, where _: AuditFilter) async throws(ChatError) -> [AuditRecord] {
        throw .unavailable(what: "storage")
    }
    func list(_: Page, where _: AuditFilter) async throws(ChatError) -> Listing<AuditRecord> {
        throw .unavailable(what: "storage")
    }
    func has(_: AuditAction, on _: AuditObject, result _: AuditResult) async throws(ChatError) -> Bool {
        throw .unavailable(what: "storage")
    }
    func rows(after _: Int64, atMost _: Int) async throws(ChatError) -> [AuditRecord] {
        throw .unavailable(what: "storage")
    }
    func head() async throws(ChatError) -> AuditHead { throw .unavailable(what: "storage") }
    func verify(against _: AuditHead?) async throws(ChatError) -> AuditVerdict { throw .unavailable(what: "storage") }
}
