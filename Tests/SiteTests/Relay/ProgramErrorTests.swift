import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// What is refused, in the words and with the status of the format that was asked in.
@Suite(.timeLimit(.minutes(5))) struct ProgramErrorTests {
    @Test(arguments: ProgramFormat.allCases)
    func `each refusal has its status and the format's own object`(format: ProgramFormat) async throws {
        let world = try await World(limits: [Limit(1, per: .day)])
        let program = await Program(world, of: world.alice)
        let narrow = await Program(world, of: world.alice, ["model_limits_enabled": true, "model_limits": "beta"])
        let elsewhere = await Program(world, of: world.alice, ["allow_ips": "10.0.0.0/8"])
        let stranger = await program.ask(in: format, key: String(repeating: "a", count: 48))
        let path = format.path()
        let nobody = await world.post(path, format.body())
        let model = await program.ask(in: format, model: "gamma")
        let cut = await world.respond(
            to: .post, path, body: Array(#"{"model":"#.utf8), headers: ["authorization": Text(program.key)])
        let refusals: [(Response, Int)] = [
            (nobody, 401), (stranger, 401), (await narrow.ask(in: format), 403), (await elsewhere.ask(in: format), 403),
            (model, 404), (cut, 400),
        ]
        for (answer, status) in refusals {
            #expect(answer.status == status)
            #expect(format.message(of: answer.json, status: status)?.isEmpty == false, "\(status) \(answer.text)")
        }
        #expect(world.backend.count == 0)
        #expect(await world.used() == 0)
        async let first = program.ask(in: format)
        await world.backend.asked().answer()
        #expect(await first.status == 200)
        let over = await program.ask(in: format, stream: true)
        #expect(over.status == 429 && over.headers["retry-after"] != nil)
        #expect(over.headers["x-should-retry"] == "false" && over.headers["x-ratelimit-remaining-requests"] == "0")
        #expect(format.message(of: over.json, status: 429)?.contains("day") == true)
        #expect(world.backend.count == 1)
    }

    @Test(arguments: ProgramFormat.allCases)
    func `an upstream's own words are told in the format that was asked`(format: ProgramFormat) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.ask(in: format)
        await world.backend.asked().fail(
            UpstreamFailure(
                .upstreamRefused, status: 400, detail: "",
                original: ["message": "odd words", "type": "server_error", "param": nil, "code": nil]))
        let answer = await response
        #expect(answer.status == 400)
        #expect(format.message(of: answer.json, status: 400) == "odd words")
        if format == .messages { #expect(answer.error["type"] == "invalid_request_error") }
    }

    @Test(arguments: ProgramFormat.allCases)
    func `what the upstream has no words for is named as the asker wrote it`(format: ProgramFormat) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.ask(in: format)
        await world.backend.asked().fail(
            UpstreamFailure(.upstreamRefused, detail: "", inexpressible: Inexpressible("the.field", .unsupported)))
        let answer = await response
        #expect(answer.status == 400)
        #expect(format.message(of: answer.json, status: 400)?.hasPrefix("the.field is not supported") == true)
    }

    /// Before a route has it: the path and the head say who asks.
    @Test(arguments: [
        ("GET", "/v1/messages", ProgramFormat.messages), ("GET", "/v1/messages/batches", .messages),
        ("POST", "/v1beta/nothing", .generation), ("DELETE", "/v1beta/models/alpha", .generation),
        ("POST", "/v1alpha/models/alpha:predict", .generation), ("POST", "/v1/models/alpha:predict", .generation),
        ("POST", "/v1/models/alpha", .generation), ("POST", "/v1beta/openai/files", .chat),
        ("GET", "/v1/responses", .responses), ("POST", "/v1/nothing", .chat), ("GET", "/v1", .chat),
    ])
    func `a path or a method that is not there is 404`(method: String, path: String, format: ProgramFormat)
        async throws
    {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let method = try #require([Wire.Method.get, .post, .delete].first { $0.name == method })
        let answer = await world.respond(
            to: method, "\(path)?key=secret", headers: ["x-api-key": Text(program.key)])
        #expect(answer.status == 404)
        #expect(format.message(of: answer.json, status: 404) == "Invalid URL (\(method.name) \(path))")
    }

    @Test func `a process that ends takes nothing new and says so in every format`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        _ = await world.ports.turns.drain(within: .zero)
        for format in ProgramFormat.allCases {
            let answer = await program.ask(in: format)
            #expect(answer.status == 503 && answer.headers["retry-after"] != nil)
            #expect(format.message(of: answer.json, status: 503) != nil)
        }
    }

    @Test(arguments: ProgramFormat.allCases)
    func `a packed body is read up to the limit of all bodies`(format: ProgramFormat) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        func send(_ bytes: [UInt8], _ coding: String) async -> Response {
            await world.respond(
                to: .post, format.path(), body: bytes,
                headers: ["authorization": Text(program.key), "content-encoding": Text(coding)])
        }
        let packed = try #require(await Gzip.compressed(format.body().bytes))
        for coding in ["gzip", " X-GZIP, identity"] {
            async let response = send(packed, coding)
            await world.backend.asked().answer()
            #expect(await response.status == 200)
        }
        async let plain = send(format.body().bytes, "identity")
        await world.backend.asked().answer()
        #expect(await plain.status == 200)
        for coding in ["br", "zstd", "gzip, gzip", "deflate, br", "\u{7F}"] {
            let refused = await send(packed, coding)
            #expect(refused.status == 415 && refused.headers["accept-encoding"] == "gzip, deflate")
            #expect(format.message(of: refused.json, status: 415) != nil)
        }
        for wrong in [Array(packed.dropLast(12)), format.body().bytes, [], packed.reversed()] {
            #expect(await send(wrong, "gzip").status == 400)
        }
        // 33 MiB in 33 KB.
        let bomb = try #require(await Gzip.compressed([UInt8](repeating: 32, count: 33 << 20)))
        let refused = await send(bomb, "gzip")
        #expect(refused.status == 413 && format.message(of: refused.json, status: 413) != nil)
        #expect(world.backend.count == 3)
    }
}
