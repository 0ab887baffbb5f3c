import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// The list of models, as each kind of client reads it.
@Suite(.timeLimit(.minutes(5))) struct ModelListTests {
    private static let anthropic: Headers = ["anthropic-version": "2026-10-21"]

    private func get(_ target: String, _ program: Program, _ headers: Headers = [:]) async -> Response {
        var headers = headers
        headers["authorization"] = Text("Bearer sk-\(program.key)")
        return await program.world.get(target, headers: headers)
    }

    @Test(arguments: ["/v1/models", "/v1beta/openai/models"])
    func `OpenAI's clients get OpenAI's list, with types that every client knows`(path: String) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let list = await get(path, program).json
        #expect(list["object"] == "list" && list["success"] == true)
        #expect(list["data"]?.array?.map { $0["id"] } == ["alpha", "beta"])
        let known = ["openai", "openai-response", "anthropic", "gemini", "image-generation"]
        for model in list["data"]?.array ?? [] {
            #expect(model["object"] == "model" && model["created"]?.integer != nil)
            #expect(model["supported_endpoint_types"]?.array?.allSatisfy { known.contains($0.string ?? "") } == true)
        }
        #expect(await get("\(path)/beta", program).json["id"] == "beta")
        let unknown = await get("\(path)/gamma", program)
        #expect(unknown.status == 404 && unknown.error["code"] == "model_not_found")
    }

    @Test func `Anthropic's clients get theirs, in pages`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let list = await get("/v1/models", program, Self.anthropic)
        #expect(list.headers["request-id"] == "test")
        #expect(list.json["data"]?.array?.map { $0["id"] } == ["alpha", "beta"])
        for model in list.json["data"]?.array ?? [] {
            #expect(model["type"] == "model" && model["lifecycle"] == "active" && model["display_name"] == model["id"])
            #expect(model["created_at"]?.string?.hasSuffix("Z") == true)
        }
        #expect(list.json["has_more"] == false && list.json["first_id"] == "alpha" && list.json["last_id"] == "beta")
        let first = await get("/v1/models?limit=1", program, Self.anthropic).json
        #expect(first["has_more"] == true && first["last_id"] == "alpha")
        let second = await get("/v1/models?limit=1&after_id=alpha", program, Self.anthropic).json
        #expect(second["data"]?.array?.map { $0["id"] } == ["beta"] && second["has_more"] == false)
        let before = await get("/v1/models?limit=1&before_id=beta", program, Self.anthropic).json
        #expect(before["data"]?.array?.map { $0["id"] } == ["alpha"] && before["has_more"] == false)
        let nothing = await get("/v1/models?after_id=gamma", program, Self.anthropic).json
        #expect(nothing["data"]?.array?.isEmpty == true && nothing["first_id"]?.isNull == true)
        for limit in ["0", "-1", "x", "99999999999999999999"] {
            #expect(await get("/v1/models?limit=\(limit)", program, Self.anthropic).status == 200)
        }
        #expect(await get("/v1/models/alpha", program, Self.anthropic).json["type"] == "model")
        let unknown = await get("/v1/models/gamma", program, Self.anthropic)
        #expect(unknown.status == 404 && unknown.error["type"] == "not_found_error")
    }

    private static let asGoogle: [(String, Headers)] = [
        ("/v1beta/models", [:]), ("/v1alpha/models", [:]), ("/v1/models", ["x-goog-api-client": "gl-python"]),
        ("/v1/models", ["x-goog-api-key": "x"]), ("/v1/models?key=x", [:]),
    ]

    @Test(arguments: asGoogle)
    func `Google's clients get theirs, in pages`(target: String, headers: Headers) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let list = await get(target, program, headers).json
        #expect(list["models"]?.array?.map { $0["name"] } == ["models/alpha", "models/beta"])
        #expect(list["models"]?[0]?["displayName"] == "alpha" && list["nextPageToken"] == nil)
        #expect(list["models"]?[0]?["supportedGenerationMethods"]?.array?.contains("generateContent") == true)
        let mark = target.contains("?") ? "&" : "?"
        let first = await get("\(target)\(mark)pageSize=1", program, headers).json
        #expect(first["models"]?.array?.map { $0["name"] } == ["models/alpha"])
        let token = try #require(first["nextPageToken"]?.string)
        let second = await get("\(target)\(mark)pageSize=1&pageToken=\(token)", program, headers).json
        #expect(second["models"]?.array?.map { $0["name"] } == ["models/beta"] && second["nextPageToken"] == nil)
        #expect(await get("\(target)\(mark)pageToken=%00", program, headers).status == 200)
        let parts = target.split(separator: "?")
        let query = parts.count > 1 ? "?\(parts[1])" : ""
        for name in ["alpha", "models/alpha", "models%2Falpha"] {
            #expect(await get("\(parts[0])/\(name)\(query)", program, headers).json["name"] == "models/alpha")
        }
        let unknown = await get("\(parts[0])/gamma\(query)", program, headers)
        #expect(unknown.status == 404 && unknown.error["status"] == "NOT_FOUND")
    }

    @Test func `a key that is bound to models lists those alone, in every format`() async throws {
        let world = try await World()
        let narrow = await Program(world, of: world.alice, ["model_limits_enabled": true, "model_limits": "beta"])
        #expect(await get("/v1/models", narrow).json["data"]?.array?.count == 1)
        #expect(await get("/v1/models", narrow, Self.anthropic).json["data"]?.array?.count == 1)
        #expect(await get("/v1beta/models", narrow).json["models"]?.array?.count == 1)
        #expect(await get("/v1beta/models/alpha", narrow).status == 404)
    }
}
