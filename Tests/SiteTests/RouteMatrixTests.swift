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

@Suite struct RouteMatrixTests {
    @Test func `every route is in the matrix, with every id of its path`() async throws {
        let world = try await MatrixWorld()
        #expect(RouteMatrix(world).gaps(in: world.world.site.routes) == [])
        #expect(world.world.site.routes.count > 40)
    }

    @Test func `the matrix notices what it does not know`() async throws {
        let world = try await MatrixWorld()
        let routes = world.world.site.routes
        let new = Route(.get, "/api/new/:id", .member) { _ throws(ChatError) in .envelope() }
        #expect(RouteMatrix(world).gaps(in: routes + [new]) == ["GET /api/new/:id has no entry"])
        let blind = MatrixEntry.all + [MatrixEntry("GET /api/new/:id", "/api/new/7")]
        #expect(
            RouteMatrix(world, blind).gaps(in: routes + [new]) == [
                "GET /api/new/:id takes an id that its entry does not name"
            ])
        #expect(RouteMatrix(world).gaps(in: routes.dropLast()).count == 1)
    }

    @Test func `an id that is not the visitor's is an id that does not exist, on every route`() async throws {
        let world = try await MatrixWorld()
        let matrix = RouteMatrix(world)
        for route in world.world.site.routes {
            let faults = await matrix.faults(of: route)
            #expect(faults == [])
        }
    }

    /// The premise of the test above: with the visitor's own ids the routes answer.
    @Test func `with own ids every route that reads succeeds`() async throws {
        let world = try await MatrixWorld()
        let matrix = RouteMatrix(world)
        for route in world.world.site.routes
        where route.method == .get && !route.isForPrograms && !route.pattern.contains("logout") {
            let entry = try #require(matrix.entries[route.key])
            var ids = world.admin.own
            if route.pattern == "/assets/:name/:file" { ids[.asset] = "chunk-C.js" }
            let answer = await matrix.ask(route, entry, ids, as: world.world.admin)
            #expect(answer.status == (route.pattern == "/login" ? 303 : 200), "\(route.key)")
        }
    }

    @Test func `the matrix sees a route that tells ids apart`() async throws {
        let world = try await MatrixWorld()
        let site = world.world.site
        let foreign = try #require(world.member.others["foreign"]?[.conversation])
        let route = try #require(site.routes.first { $0.key == "GET /backend-api/conversation/:id" })
        let telling = RouteMatrix(world) { request in
            var response = await site.respond(to: request)
            if request.path.contains(foreign) { response.headers["x-owner"] = "alice" }
            return response
        }
        #expect(
            await telling.faults(of: route).contains { $0.hasSuffix("member: foreign is told apart from the others") })
        let forbidding = RouteMatrix(world) { request in
            request.path.contains(foreign) ? Response(403) : await site.respond(to: request)
        }
        #expect(await forbidding.faults(of: route).contains { $0.hasSuffix("member: foreign is 403, not 404") })
    }

    @Test func `a program's call without its key is refused, whoever is signed in`() async throws {
        let world = try await MatrixWorld()
        let matrix = RouteMatrix(world)
        let routes = world.world.site.routes.filter(\.isForPrograms)
        #expect(!routes.isEmpty)
        for route in routes {
            let entry = try #require(matrix.entries[route.key])
            for person in [nil, world.world.bob, world.world.admin] {
                #expect(await matrix.ask(route, entry, [:], as: person).status == 401, "\(route.key)")
            }
        }
    }

    @Test func `a body that a form could send changes nothing`() async throws {
        let world = try await MatrixWorld()
        let matrix = RouteMatrix(world)
        let types = [
            "Text/Plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
            "text/plain ; application/json",
        ]
        // What takes a form changes nothing: a passcode of a reader without scripts.
        let takingForms = world.world.site.routes.filter { $0.takes?.isForm == true }
        #expect(takingForms.map(\.key) == ["POST /share/:id"])
        // Forms do not put.
        let puttingFiles = world.world.site.routes.filter { $0.method == .put && $0.takes?.isBytes == true }
        #expect(puttingFiles.map(\.key) == ["PUT /backend-api/files/:id/content"])
        for route in world.world.site.routes
        where route.isMutating && !route.isForPrograms && route.takes?.isForm != true
            && !puttingFiles.contains(where: { $0.key == route.key })
        {
            let entry = try #require(matrix.entries[route.key])
            let body = entry.body.isEmpty ? MatrixEntry(entry.route, entry.target, "{}") : entry
            for type in types {
                let answer = await matrix.ask(
                    route, body, world.admin.own, as: world.world.admin, headers: ["content-type": Text(type)])
                #expect(answer.status == 415, "\(route.key) \(type)")
                if route.failure == .envelope { #expect(answer.code == "unsupported_media_type") }
            }
        }
        let login = try #require(world.world.site.routes.first { $0.key == "POST /api/user/login" })
        for type in ["Application/JSON ; charset=utf-8", ""] {
            let headers: Headers = type.isEmpty ? [:] : ["content-type": Text(type)]
            let answer = await matrix.ask(login, matrix.entries[login.key]!, [:], as: nil, headers: headers)
            #expect(answer.status == 401)
        }
        #expect(await world.world.respond(to: .post, "/api/user/logout", as: world.world.bob).status == 200)
    }

    @Test func `step-up actions ask for the password before they look at an id`() async throws {
        let world = try await MatrixWorld()
        let matrix = RouteMatrix(world)
        let ofWeight = world.world.site.routes.filter(\.needsStepUp)
        #expect(
            ofWeight.map(\.key) == [
                "GET /api/user/confirm", "DELETE /api/user/:id", "DELETE /api/channel/:id", "POST /api/channel/export",
                "POST /api/audit/export", "GET /api/audit/export", "POST /api/log/export",
            ])
        world.world.clock.advance(by: Session.confirmationLifetime)
        for route in ofWeight {
            #expect(route.access == .admin)
            let entry = try #require(matrix.entries[route.key])
            for ids in [world.admin.own, MatrixWorld.random] {
                let answer = await matrix.ask(route, entry, ids, as: world.world.admin)
                #expect(answer.status == 403 && answer.code == "no_password", "\(route.key)")
                let member = await matrix.ask(route, entry, ids, as: world.world.bob)
                #expect(member.status == 403 && member.code == "forbidden", "\(route.key)")
            }
        }
    }

    @Test func `nothing is done for another site`() async throws {
        let world = try await MatrixWorld()
        let matrix = RouteMatrix(world)
        let foreign: [Headers] = [
            ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "same-site"], ["sec-fetch-site": "none"],
            ["origin": "https://evil.test"], ["origin": "null"], ["origin": "http://chat.test.evil.test"],
            ["sec-fetch-site": "cross-site", "origin": "http://chat.test"],
        ]
        var count = 0
        for route in world.world.site.routes where (route.isMutating || route.isActing) && !route.isForPrograms {
            let entry = try #require(matrix.entries[route.key])
            for headers in foreign {
                for person in [nil, world.world.bob, world.world.admin] {
                    let ids = person?.user.isAdmin == true ? world.admin.own : world.member.own
                    let answer = await matrix.ask(route, entry, ids, as: person, headers: headers)
                    #expect(answer.status == 403, "\(route.key) \(headers)")
                    count += 1
                }
            }
        }
        #expect(count >= 20 * 21)
    }

    /// Over plain http a browser sends neither `Sec-Fetch-Site` nor, with a navigation, `Origin`.
    @Test func `a GET that acts does nothing unless it carries what no other site can send`() async throws {
        let world = try await MatrixWorld()
        let matrix = RouteMatrix(world)
        let before = try await world.world.acts(of: world.world.admin)
        let acting = world.world.site.routes.filter(\.isActing)
        #expect(
            Set(acting.map(\.key))
                == [
                    "GET /api/user/logout", "GET /api/audit/export", "GET /api/channel/update_balance",
                    "GET /api/channel/update_balance/:id",
                    "GET /api/channel/test/:id",
                    "GET /api/channel/fetch_models/:id", "GET /api/channel/test",
                ])
        let admin = world.world.admin
        let id = Text(admin.user.id.description)
        let forged: [Headers] = [
            ["accept": "text/html"], ["origin": "http://chat.test"], ["referer": "http://chat.test/admin"],
            ["new-api-user": ""], ["new-api-user": Text(world.world.bob.user.id.description)],
            ["new-api-user": "0\(id)"],
            ["new-api-user": "\(id).0"],
        ]
        for route in acting {
            let entry = try #require(matrix.entries[route.key])
            for headers in forged {
                for method in [Method.get, .head] {
                    let asked = Route(method, route.pattern, route.access, route.answer)
                    let answer = await matrix.ask(asked, entry, world.admin.own, as: admin, headers: headers)
                    #expect(answer.status == 403, "\(route.key) \(headers)")
                }
            }
            let stranger = await matrix.ask(route, entry, world.admin.own, as: nil, headers: ["new-api-user": id])
            #expect(stranger.status == 403)
        }
        #expect(await world.world.get("/api/user/self", as: admin).status == 200)
        #expect(try await world.world.acts(of: admin) == before)
        // The one that signs out comes last.
        for route in acting.sorted(by: { first, _ in first.pattern != "/api/user/logout" }) {
            let entry = try #require(matrix.entries[route.key])
            let answer = await matrix.ask(
                route, entry, world.admin.own, as: admin, headers: ["new-api-user": id])
            #expect(answer.status == 200, "\(route.key)")
        }
        // The two accounts that all of them are have a row each.
        while !world.world.ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        #expect(try await world.world.acts(of: admin) == before + 3 + 1 + 2)
    }
}

extension World {
    /// How many acts of his the audit log holds.
    fileprivate func acts(of person: Person) async throws -> Int {
        try await ports.audit.list(Page(offset: 0, limit: 1), where: AuditFilter(user: person.user.id)).total
    }
}
