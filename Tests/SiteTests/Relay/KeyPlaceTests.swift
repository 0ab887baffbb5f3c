import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Transport
import Web
import Wire

@testable import RelayAPI
@testable import Site

/// Where a program may put its key.
@Suite(.timeLimit(.minutes(5))) struct KeyPlaceTests {
    /// How a key is sent: `K` stands for it.
    static let places: [(String, String)] = [
        ("authorization", "Bearer K"), ("authorization", "bEARER   K"), ("authorization", "K"),
        ("x-api-key", "K"), ("x-goog-api-key", " K "), ("?key=", "K"),
    ]

    @Test(arguments: places, ["sk-", ""])
    func `a key works in each of its places, with sk- and without`(place: (String, String), prefix: String) async throws
    {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let value = place.1.replacing("K", with: prefix + program.key)
        for path in ["/v1/models", "/v1beta/models", "/v1/models/alpha"] {
            let answer =
                place.0 == "?key="
                ? await world.get("\(path)?key=\(value)")
                : await world.get(path, headers: Headers(dictionaryLiteral: (Text(place.0), Text(value))))
            #expect(answer.status == 200, "\(path)")
        }
    }

    @Test func `of several keys the first place counts, and no other`() async throws {
        let world = try await World()
        let (alice, bob) = (await Program(world, of: world.alice), await Program(world, of: world.bob))
        let wrong = String(repeating: "a", count: 48)
        func keys(_ values: [String]) -> Request {
            Request(
                method: .get, path: "/v1/models", query: "key=\(values[3])",
                headers: [
                    "authorization": Text(values[0]), "x-api-key": Text(values[1]), "x-goog-api-key": Text(values[2]),
                    "cookie": "key=\(wrong)",
                ])
        }
        let all = keys(["Bearer sk-one", "sk-two", "sk-three", "sk-four"])
        #expect(KeyAccess.key(in: all) == "one")
        #expect(KeyAccess.key(in: keys(["Bearer ", "sk-two-7", "", ""])) == "two")
        // A password for the proxy in front is no key.
        #expect(KeyAccess.key(in: keys(["Basic YTpi", "", "sk-three", "sk-four"])) == "three")
        #expect(KeyAccess.key(in: keys([" ", "", " ", "sk-four"])) == "four")
        #expect(KeyAccess.key(in: keys(["Bearer", "", "", ""])) == nil)
        // Five places at once: a clear answer, in the format that the head asks for.
        let good = await world.get(
            "/v1/models?key=\(wrong)",
            headers: [
                "authorization": Text("Bearer sk-\(alice.key)"), "x-api-key": Text(bob.key), "x-goog-api-key": "x",
                "sec-websocket-protocol": "openai-insecure-api-key.\(wrong)",
            ])
        #expect(good.status == 200)
        let bad = await world.get(
            "/v1/models?key=\(alice.key)",
            headers: ["authorization": Text("Bearer sk-\(wrong)"), "x-api-key": Text(bob.key)])
        #expect(bad.status == 401 && bad.error["status"] == "UNAUTHENTICATED")
    }

    @Test(arguments: ["", "-", "sk-", "sk--7", String(repeating: "k", count: 10_000), "é\u{301}", "%00"])
    func `what is no key is 401 in every place`(key: String) async throws {
        let world = try await World()
        for place in ["authorization", "x-api-key", "x-goog-api-key"] {
            let headers = Headers(dictionaryLiteral: (Text(place), Text(key)))
            #expect(await world.get("/v1/models", headers: headers).status == 401)
        }
        #expect(await world.get("/v1beta/models?key=\(key)").status == 401)
    }

    @Test func `a key of the address is neither logged nor told, nor sent upstream`() async throws {
        let lines = Mutex<[String]>([])
        let world = try await World()
        let log = Log(level: .debug) { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        let site = try Site(
            world.ports,
            SiteOptions(
                publicURL: "http://chat.test", timeZone: "UTC", assets: world.frontEnd.assets,
                templates: world.frontEnd.templates, sealingKey: .random()), log: log)
        let program = await Program(world, of: world.alice)
        func ask(_ target: String, _ method: Wire.Method = .post, _ body: JSONValue = [:]) async -> Response {
            let parts = target.split(separator: "?")
            return await site.respond(
                to: Request(
                    method: method, path: String(parts[0]), query: "key=\(program.key)&alt=sse",
                    headers: ["content-length": "\(body.bytes.count)"], body: .bytes(body.bytes)))
        }
        async let response = ask("/v1beta/models/alpha:generateContent", .post, ProgramFormat.generation.body())
        let reply = await world.backend.asked()
        #expect(!"\(reply.prompt)".contains(program.key))
        await reply.answer()
        var told = [await response]
        told.append(await ask("/v1beta/nothing"))
        told.append(await ask("/v1/models/alpha:predict"))
        told.append(await ask("/v1beta/models/alpha:generateContent", .post, ["contents": 7]))
        told.append(await ask("/v1beta/models/gamma:countTokens", .post, ProgramFormat.generation.body()))
        #expect(told.map(\.status) == [200, 404, 404, 400, 404])
        for answer in told { #expect(!answer.text.contains(program.key)) }
        let written = lines.withLock { $0 }
        #expect(written.count { $0.contains("request") } >= 5)
        #expect(!written.joined().contains(program.key))
    }
}
