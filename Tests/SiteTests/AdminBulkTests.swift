import Domain
import HTTP
import JSON
import TestKit
import Testing
import Transport
import Wire

@testable import PanelAPI
@testable import Site
@testable import Web

/// One act on many accounts.
@Suite(.timeLimit(.minutes(5))) struct AdminBulkTests {
    private let panel: Panel
    /// Three of them, beside the world's.
    private let ids: [Int64]

    init() async throws {
        panel = try await Panel(probe: ProbeBackend(), passwords: .cheap)
        var ids: [Int64] = []
        for name in ["one", "two", "three"] {
            ids.append(try await panel.ports.addAccount(name, models: ["alpha"], at: panel.clock.now).id.value)
        }
        self.ids = ids
    }

    private static let unknown: Int64 = 999_999

    private func bulk(_ action: JSONValue, _ ids: [Int64], _ more: JSONValue = [:], as cookie: String? = nil) async
        -> Answer
    {
        var body: JSONValue = ["ids": .array(ids.map { .integer($0) }), "action": action]
        for member in more.members ?? [] { body[member.key] = member.value }
        return await panel.call(.post, "/api/channel/bulk", as: cookie ?? panel.rootCookie, body)
    }

    private func accounts() async throws -> [Account] {
        try await panel.ports.accounts.list(Page(offset: 0, limit: 100), matching: nil).items
    }

    private func names(where isMeant: (Account) -> Bool) async throws -> Set<String> {
        Set(try await accounts().filter(isMeant).map(\.name))
    }

    private func audit() async throws -> [AuditEntry] {
        try await panel.ports.audit.rows(after: 0, atMost: 100).map(\.entry)
    }

    @Test func `each account is switched once, whatever else is named, and leaves one row`() async throws {
        let answer = await bulk("disable", [ids[0], Self.unknown, ids[1], ids[0]])
        #expect(answer.status == 200)
        #expect(
            answer.data == [
                "done": 2,
                "failed": [
                    ["id": .integer(Self.unknown), "code": "not_found", "reason": "There is no such account."]
                ],
            ])
        #expect(try await names { $0.status == .disabled } == ["one", "two"])
        let rows = try await audit()
        #expect(rows.map(\.action) == [.accountChanged, .accountChanged])
        #expect(rows.map(\.object?.name) == ["one", "two"])
        #expect(rows.allSatisfy { $0.before == #"{"status":1}"# && $0.after == #"{"status":2}"# })
        #expect(rows.allSatisfy { $0.actor.user == panel.root.id })
        #expect(await bulk("enable", ids).data["done"] == 3)
        #expect(try await names { $0.status == .enabled } == ["shared", "one", "two", "three"])
        // One that was enabled already has not changed.
        #expect(try await audit().count == 4)
    }

    @Test func `a tag is set and taken away, and lists are filtered by it`() async throws {
        #expect(await bulk("tag", [ids[0], ids[1]], ["tag": " blue "]).data["done"] == 2)
        #expect(try await names { $0.tag == "blue" } == ["one", "two"])
        let row = try #require(try await audit().first)
        #expect(row.before == #"{"tag":""}"# && row.after == #"{"tag":"blue"}"#)
        let list = await panel.root(.get, "/api/channel/?tag=blue")
        #expect(list.items.map { $0["name"] } == ["two", "one"] && list.data["total"] == 2)
        #expect(list.items[0]["tag"] == "blue")
        #expect(await panel.root(.get, "/api/channel/?tag=blu").items.isEmpty)
        #expect(await panel.root(.get, "/api/channel/?tag=").data["total"] == 4)
        #expect(await panel.root(.get, "/api/channel/search?keyword=LU").items.count == 2)
        #expect(await panel.root(.get, "/api/channel/search?keyword=one&tag=blue").items.count == 1)
        #expect(await bulk("tag", [ids[0]], ["tag": ""]).data["done"] == 1)
        #expect(await bulk("tag", [ids[1]], ["tag": nil]).data["done"] == 1)
        #expect(try await names { $0.tag != "" } == [])
        #expect(await panel.root(.get, "/api/channel/\(ids[0])").data["tag"] == .null)
    }

    @Test func `the form has the tag too`() async throws {
        let id = JSONValue.integer(ids[0])
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "tag": "green"]).data["tag"] == "green")
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "tag": nil, "remark": "r"]).data["tag"] == "green")
        let long = JSONValue.string(String(repeating: "漢", count: 65))
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "tag": long]).data["field"] == "tag")
        let most = JSONValue.string(String(repeating: "漢", count: 64))
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "tag": most]).data["tag"] == most)
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "tag": ""]).data["tag"] == .null)
    }

    @Test func `deleting wants the password, and then takes the bindings along`() async throws {
        let account = try await panel.ports.accounts.find(ID(ids[0]))
        try await panel.ports.bind(panel.member, to: account, at: panel.clock.now)
        panel.clock.advance(by: Session.confirmationLifetime)
        let refused = await bulk("delete", ids + [Self.unknown])
        #expect(refused.status == 403 && refused.code == "confirm_password")
        #expect(try await accounts().count == 4)
        // What weighs less does not want it.
        #expect(await bulk("disable", ids).data["done"] == 3)
        let word = "root's own password"
        try await panel.ports.users.setPassword(panel.ports.passwords.hash(word, in: .signedIn), of: panel.root.id)
        #expect(await panel.root(.post, "/api/user/confirm", ["password": .string(word)]).status == 200)
        let answer = await bulk("delete", ids + [Self.unknown])
        #expect(answer.data["done"] == 3 && answer.data["failed"]?.array?.count == 1)
        #expect(try await names { _ in true } == ["shared"])
        #expect(await panel.root(.get, "/api/binding/?channel_id=\(ids[0])").items.isEmpty)
        #expect(try await audit().filter { $0.action == .accountDeleted }.compactMap(\.object?.id) == ids)
    }

    @Test func `a test is one job over those that exist`() async throws {
        let begun = await bulk("test", [ids[2], Self.unknown, ids[0], ids[2]])
        #expect(begun.status == 202 && begun.data["done"] == 2)
        #expect(begun.data["failed"]?.array?.map { $0["id"] } == [.integer(Self.unknown)])
        let job = try #require(begun.data["job_id"]?.string)
        while !panel.ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        let ended = await panel.root(.get, "/api/job/\(job)").data
        #expect(ended["status"] == "done" && ended["report"]?["passed"] == 2)
        let tested = ended["report"]?["accounts"]?.array?.compactMap { $0["name"]?.string }
        #expect(Set(tested ?? []) == ["one", "three"])
        let rows = try await audit()
        #expect(rows.filter { $0.action == .accountTested }.count == 2)
        #expect(rows.first { $0.action == .accountsTested }?.after == #"{"accounts":2}"#)
        let none = await bulk("test", [Self.unknown])
        #expect(none.status == 200 && none.data["done"] == 0 && none.data["job_id"] == .null)
    }

    @Test func `what a tag's list shows is tested`() async throws {
        #expect(await bulk("tag", [ids[1]], ["tag": "blue"]).data["done"] == 1)
        let begun = await panel.root(.post, "/api/channel/test_all", ["keyword": "", "tag": "blue"])
        while !panel.ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        let ended = await panel.root(.get, "/api/job/\(begun.data["job_id"]?.string ?? "")").data
        #expect(ended["report"]?["accounts"]?.array?.map { $0["name"] } == ["two"])
    }

    @Test func `a thousand are taken and one more is refused, as is what makes no sense`() async throws {
        let many = Array(2_000_001...2_001_000 as ClosedRange<Int64>)
        let most = await bulk("enable", many)
        #expect(most.status == 200 && most.data["failed"]?.array?.count == 1000)
        #expect(await bulk("disable", ids + many).data["field"] == "ids")
        #expect(await bulk("disable", []).data["field"] == "ids")
        #expect(await bulk("disable", ids + [0]).data["field"] == "ids")
        #expect(await bulk("promote", ids).data["field"] == "action")
        #expect(await bulk(nil, ids).data["field"] == "action")
        #expect(await bulk("tag", ids).data["field"] == "tag")
        #expect(await bulk("tag", ids, ["tag": .string(String(repeating: "x", count: 65))]).data["field"] == "tag")
        let word = await panel.root(.post, "/api/channel/bulk", ["ids": ["x"], "action": "disable"])
        #expect(word.status == 400 && word.data["field"] == "ids")
        #expect(await panel.root(.post, "/api/channel/bulk", ["action": "disable"]).data["field"] == "ids")
        #expect(await bulk("disable", ids, as: panel.member.cookie).status == 403)
        #expect(try await names { $0.status == .disabled || $0.tag != "" } == [])
        #expect(try await audit().filter { $0.action == .accountChanged }.isEmpty)
    }

    @Test func `reasons are in the reader's language`() async throws {
        let body: JSONValue = ["ids": [.integer(Self.unknown)], "action": "enable"]
        let answer = await panel.call(
            .post, "/api/channel/bulk", as: panel.rootCookie, body, headers: ["accept-language": "zh"])
        #expect(answer.data["failed"]?.array?.first?["reason"] == "没有这个账号。")
    }
}
