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

@Suite struct AdminMembersTests {
    @Test func `a new member comes back with every field of the panel`() async throws {
        let panel = try await Panel()
        let package = await panel.root(.post, "/api/package/", ["name": "Basic", "limits": []]).id
        let answer = await panel.root(
            .post, "/api/user/",
            [
                "username": "  lin ", "display_name": "Lin", "password": "long enough", "remark": "r",
                "package_id": .integer(package),
            ])
        #expect(answer.status == 200)
        let id = answer.id
        #expect(
            answer.data
                == [
                    "id": .integer(id), "username": "lin", "display_name": "Lin", "role": 1, "status": 1,
                    "package_id": .integer(package), "package_name": "Basic", "group": "default", "quota": 0,
                    "unlimited_balance": true, "used_quota": 0, "request_count": 0,
                    "remark": "r", "created_time": .integer(panel.clock.now.seconds), "last_seen_time": nil,
                    "files_bytes": 0, "accounts": [], "link": nil,
                ])
        #expect(await panel.root(.get, "/api/user/\(id)").data == answer.data)
    }

    @Test(
        arguments: [
            (["password": "long enough"], "username"), (["username": " "], "username"),
            (["username": .string(String(repeating: "x", count: 65))], "username"),
            (["username": "a\u{7}b"], "username"),
            (["username": "lin", "password": "short"], "password"),
            (["username": "lin", "password": .string(String(repeating: "x", count: 129))], "password"),
            (["username": "lin-lin-lin", "password": "LIN-lin-lin"], "password"), (["username": 7], "username"),
            (["username": "lin", "role": 5], "role"), (["username": "lin", "package_id": "x"], "package_id"),
        ] as [(JSONValue, String)])
    func `a wrong field is named`(body: JSONValue, field: String) async throws {
        let answer = try await Panel().root(.post, "/api/user/", body)
        #expect(answer.status == 400)
        #expect(answer.code == "invalid_request")
        #expect(answer.data["field"]?.string == field)
    }

    @Test func `lists come in pages of at most a hundred`() async throws {
        let panel = try await Panel()
        for number in 1...3 { _ = try await panel.world.person("user\(number)") }
        let first = await panel.root(.get, "/api/user/?p=1&page_size=2")
        #expect(first.items.compactMap { $0["username"]?.string } == ["root", "alice"])
        #expect(first.data["total"] == 6 && first.data["page"] == 1 && first.data["page_size"] == 2)
        #expect(await panel.root(.get, "/api/user/?p=3&page_size=2").items.count == 2)
        #expect(await panel.root(.get, "/api/user/").data["page_size"] == 20)
        for query in ["page_size=101", "page_size=0", "page_size=x", "p=-1", "p=x"] {
            #expect(await panel.root(.get, "/api/user/?\(query)").status == 400)
        }
        let found = await panel.root(.get, "/api/user/search?keyword=user2")
        #expect(found.items.compactMap { $0["username"]?.string } == ["user2"])
    }

    @Test func `a change touches only the fields that are there`() async throws {
        let panel = try await Panel()
        let package = await panel.root(.post, "/api/package/", ["name": "Basic", "limits": []]).id
        let lin = await panel.root(
            .post, "/api/user/",
            ["username": "lin", "password": "long enough", "remark": "old", "package_id": .integer(package)]
        ).id
        let before = try await panel.ports.users.credentials(of: "lin")?.passwordHash
        let renamed = await panel.root(
            .put, "/api/user/", ["id": .integer(lin), "display_name": "L", "password": ""])
        #expect(renamed.data["display_name"] == "L" && renamed.data["remark"] == "old")
        #expect(renamed.data["package_id"] == .integer(package))
        #expect(try await panel.ports.users.credentials(of: "lin")?.passwordHash == before)
        let removed = await panel.root(.put, "/api/user/", ["id": .integer(lin), "package_id": nil])
        #expect(removed.data["package_id"] == .null && removed.data["package_name"] == .null)
        #expect(
            await panel.root(.put, "/api/user/", ["id": .integer(lin), "username": "alice"]).code == "username_taken")
        #expect(await panel.root(.put, "/api/user/", ["id": .integer(lin), "package_id": 999]).status == 404)
    }

    @Test func `a new password ends the member's sessions`() async throws {
        let panel = try await Panel()
        let id = JSONValue.integer(panel.member.user.id.value)
        #expect(await panel.call(.get, "/api/user/self", as: panel.member.cookie).status == 200)
        #expect(await panel.root(.put, "/api/user/", ["id": id, "password": "a new password"]).status == 200)
        #expect(await panel.call(.get, "/api/user/self", as: panel.member.cookie).status == 401)
        let login = await panel.call(
            .post, "/api/user/login", ["username": "alice", "password": "a new password"])
        #expect(login.status == 200)
    }

    @Test func `the quota of a member is what the ledger counted`() async throws {
        let panel = try await Panel()
        let id = panel.member.user.id
        #expect(await panel.root(.get, "/api/user/\(id)/quota").data == ["windows": []])
        let package = await panel.root(
            .post, "/api/package/", ["name": "Basic", "limits": [["window": "day", "limit": 5]]]
        ).id
        _ = await panel.root(
            .put, "/api/user/", ["id": .integer(id.value), "package_id": .integer(package)])
        _ = try await panel.ports.ledger.reserve(.random(), QuotaUse(by: Payer(id)), under: [Limit(5, per: .day)])
        let windows = await panel.root(.get, "/api/user/\(id)/quota").data["windows"]
        #expect(windows?[0]?["window"] == "day" && windows?[0]?["used"] == 1 && windows?[0]?["remaining"] == 4)
        #expect(windows?.array?.count == 1)
    }
}
