import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// Name, logo and notice of the site.
@Suite(.timeLimit(.minutes(5))) struct SiteLookTests {
    private func set(_ name: String, _ value: JSONValue, _ world: World, as person: Person? = nil) async -> Response {
        await world.respond(
            to: .put, "/api/option/", as: person ?? world.admin, json: ["key": .string(name), "value": value])
    }

    private func logo(_ picture: JSONValue, _ world: World, as person: Person? = nil) async -> Response {
        await world.respond(to: .put, "/api/site/logo", as: person ?? world.admin, json: ["picture": picture])
    }

    @Test func `the name stands on every page, and is text wherever it stands`() async throws {
        let world = try await World()
        for name in ["Our chat", "</title><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>"] {
            #expect(await set("SystemName", .string(name), world).status == 200)
            for (path, person) in [
                ("/setup", nil), ("/", world.alice), ("/admin", world.admin), ("/s", nil), ("/nothing", nil),
            ] as [(String, Person?)] {
                let page = await world.get(path, as: person).text
                #expect(!page.contains("<script>alert") && !page.contains("<img src=x"), "\(path)")
                if name == "Our chat" { #expect(page.contains(name), "\(path)") }
            }
            #expect(await world.get("/manifest.webmanifest").json["name"] == .string(name))
        }
        #expect(await set("SystemName", "", world).status == 200)
        #expect(await world.get("/setup").text.contains("<title>Set up · ChatMirror</title>"))
        for bad in ["a\nb", String(repeating: "字", count: 65)] {
            #expect(await set("SystemName", .string(bad), world).status == 400)
        }
    }

    @Test func `the notice is for those who are signed in, and another text has another id`() async throws {
        let world = try await World()
        let path = "/backend-api/notice"
        #expect(await world.get(path, as: world.alice).json == ["id": "", "text": ""])
        #expect(await world.get("/", as: world.alice).text.contains(#""notice":"""#))
        #expect(await set("Notice", "We **move** on Monday.", world).status == 200)
        let first = await world.get(path, as: world.alice)
        #expect(first.json["text"] == "We **move** on Monday.")
        #expect(await world.get(path, as: world.bob).json == first.json)
        #expect(await world.get(path).status == 401)
        let id = try #require(first.json["id"]?.string)
        let page = await world.get("/", as: world.alice).text
        #expect(page.contains(#""notice":"\#(id)""#) && !page.contains("move"))
        #expect(!(await world.get("/setup")).text.contains(id))
        #expect(await set("Notice", "We move on Tuesday.", world).status == 200)
        #expect(await world.get(path, as: world.alice).json["id"] != first.json["id"])
        #expect(await set("Notice", .string(String(repeating: "字", count: 8000)), world).status == 200)
        #expect(await set("Notice", .string(String(repeating: "字", count: 8001)), world).status == 400)
        #expect(await set("Notice", "x", world, as: world.alice).status == 403)
    }

    @Test func `the logo is a picture that was uploaded, which everybody sees`() async throws {
        let world = try await World()
        let png = AssistantTests.png()
        let peer = try await world.person("peer", role: .admin)
        for person in [world.alice, peer] {
            #expect(await logo(.string(Base64.encode(png)), world, as: person).status == 403)
        }
        let svg = Base64.encode(Array("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".utf8))
        #expect(await logo(.string(svg), world).status == 400)
        let address = try #require(await logo(.string(Base64.encode(png)), world).json["data"]?.string)
        let picture = await world.get(address)
        #expect(picture.status == 200 && picture.bytes == png && picture.headers["content-type"] == "image/png")
        #expect(picture.headers["cache-control"] == "public, max-age=31536000, immutable")
        #expect(picture.headers["x-content-type-options"] == "nosniff")
        #expect(await world.get("/setup").text.contains(#""logo":"\#(address)""#))
        let options = await world.get("/api/option/", as: world.admin).json["data"]?.array ?? []
        #expect(options.contains(["key": "Logo", "value": .string(address)]))
        let bad = [
            "https://elsewhere.test/x.png", "/logo/", "/logo/nothing", "//elsewhere.test", "javascript:alert(1)",
        ]
        for value in bad { #expect(await set("Logo", .string(value), world).status == 400, "\(value)") }

        // One of another is shown no more.
        let next = try #require(await logo(.string(Base64.encode(AssistantTests.png(2))), world).json["data"]?.string)
        #expect(await world.get(address).status == 404)
        #expect(await world.get(next).status == 200)
        #expect(await logo(nil, world).json["data"] == "")
        #expect(await world.get(next).status == 404)
        #expect(await world.get("/setup").text.contains(#""logo":null"#))
        let acts = try await world.ports.audit.rows(after: 0, atMost: 200).map(\.entry.action)
        #expect(acts.filter { $0 == .settingChanged }.count == 3)
    }

    @Test func `a shared chat stands under the site's name and logo`() async throws {
        let world = try await World()
        #expect(await set("SystemName", "Ours <b>", world).status == 200)
        let address = try #require(
            await logo(.string(Base64.encode(AssistantTests.png())), world).json["data"]?.string)
        let turn = try await world.chat()
        let share = await world.post(
            "/backend-api/share/create", ["conversation_id": .string(turn.conversation)], as: world.alice)
        let page = await world.get("/share/\(try #require(share.json["share_id"]?.string))").text
        #expect(page.contains("Ours &lt;b&gt;") && !page.contains("<b>") && page.contains("<img src=\"\(address)\""))
    }
}
