import Domain
import JSON
import TestKit
import Testing
import Wire

@testable import PanelAPI
@testable import Site
@testable import Web

/// A page of a list asks the store as much for a hundred rows as for a few.
@Suite(.timeLimit(.minutes(5))) struct ListStatementsTests {
    private let panel: Panel

    init() async throws { panel = try await Panel() }

    /// Members, each with an account, a binding, a key, a package and a link of his own.
    private func add(_ names: Range<Int>) async throws {
        let (ports, now) = (panel.ports, panel.clock.now)
        for number in names {
            let package = try await ports.addPackage([Limit(number + 1, per: .day)], at: now)
            let person = try await panel.world.person("member\(number)")
            var user = person.user
            user.package = package
            try await ports.users.update(user)
            let account = try await ports.addAccount("account\(number)", models: ["alpha"], at: now)
            try await ports.bind(person, to: account, at: now)
            let key: JSONValue = ["name": .string("key\(number)")]
            #expect(await panel.call(.post, "/api/token/", as: person.cookie, key).status == 200)
            let link = "/api/user/\(person.user.id.value)/share_link"
            #expect(await panel.root(.post, link, [:]).status == 200)
        }
    }

    /// How many rows a page has, and what the store was asked for it.
    private func ask(_ path: String) async -> (rows: Int, statements: Int) {
        let before = panel.world.statements
        let answer = await panel.root(.get, path)
        #expect(answer.status == 200, "\(path)")
        return (answer.items.count, panel.world.statements - before)
    }

    @Test func `of members, accounts, bindings, packages, keys and the logs`() async throws {
        let paths = [
            "/api/user/?page_size=100", "/api/user/search?keyword=member&page_size=100", "/api/channel/?page_size=100",
            "/api/channel/?tag=&page_size=100",
            "/api/channel/search?keyword=account&page_size=100", "/api/binding/?page_size=100",
            "/api/package/?page_size=100", "/api/token/?user_id=0&page_size=100", "/api/audit/?cursor=&page_size=100",
            "/api/audit/?page_size=100",
        ]
        try await add(0..<3)
        var few: [String: (rows: Int, statements: Int)] = [:]
        for path in paths {
            // The first time, what is remembered between requests is read, too.
            _ = await ask(path)
            few[path] = await ask(path)
        }
        try await add(3..<100)
        for path in paths {
            _ = await ask(path)
            let (before, after) = (try #require(few[path]), await ask(path))
            #expect(after.rows > before.rows && after.rows >= 97, "\(path): \(before.rows), \(after.rows) rows")
            #expect(after.statements == before.statements && after.statements <= 8, "\(path): \(before), \(after)")
        }
    }
}
