import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// What the panel asks of each kind: *Test*, and *Fetch models*.
@Suite struct FormatProbeTests {
    @Test(arguments: Kind.speaking)
    func `a test asks each kind for a few tokens of its first model, under the name that it has there`(kind: Kind)
        async throws
    {
        let script: @Sendable (RecordedRequest) -> [ScriptedUpstream.Step] = { _ in
            ScriptedAnswer().steps(in: kind.format)
        }
        try await ScriptedUpstream.serving(script) { upstream in
            var account = kind.account(at: upstream.baseURL)
            account.options.mapping = ModelMapping([.init("m", "sent")])
            let (probed, backend) = (account, HTTPBackend.reaching(upstream))
            let isGood = await TestLoop.run { (try? await backend.probe(probed, key: .test)) != nil }
            #expect(isGood)
            let request = try #require(upstream.requests.first)
            #expect(upstream.requests.count == 1)
            #expect((request.target + String(decoding: request.body, as: UTF8.self)).contains("sent"))
            let limit = request.json.flatMap {
                $0["max_tokens"] ?? $0["max_output_tokens"] ?? $0["generationConfig"]?["maxOutputTokens"]
            }
            #expect(limit == (kind.format == .codex || kind.format == .chatGPTWeb ? nil : 16))
        }
    }

    @Test(
        arguments: [
            (
                Kind.openAI, "/v1/models",
                #"{"object":"list","data":[{"id":"a","object":"model"},{"id":"b","object":"model"}]}"#
            ),
            (.responses, "/v1/models", #"{"data":[{"id":"a"},{"id":"b"}]}"#),
            (
                .anthropic, "/v1/models?limit=1000",
                #"{"data":[{"id":"a","type":"model"},{"id":"b","type":"model"}],"has_more":false}"#
            ),
            (
                .gemini, "/v1beta/models?pageSize=1000",
                #"{"models":[{"name":"models/a","displayName":"A"},{"name":"models/b"}]}"#
            ),
            (.azure, "/openai/models?api-version=2024-10-21", #"{"data":[{"id":"a"},{"id":"b"}]}"#),
            (
                .codex, "/backend-api/codex/models?client_version=1.0.0",
                #"{"models":[{"slug":"a","display_name":"A"},{"slug":"b"}]}"#
            ),
            (
                .web, "/backend-api/models",
                #"{"models":[{"slug":"a","max_tokens":9,"title":"A"},{"slug":"b"}],"categories":[]}"#
            ),
        ])
    func `each kind lists its models in its own words`(kind: Kind, target: String, list: String) async throws {
        let steps: [ScriptedUpstream.Step] = [.answer(200, ["Content-Type": "application/json"], list)]
        try await ScriptedUpstream.serving(steps) { upstream in
            let (account, backend) = (kind.account(at: upstream.baseURL), HTTPBackend.reaching(upstream))
            let names = await TestLoop.run { try? await backend.models(of: account, key: .test) }
            #expect(names == ["a", "b"])
            let request = try #require(upstream.requests.first)
            #expect(request.method == "GET" && request.target == target)
            for header in kind.headers.fields { #expect(request.headers[header.name] == header.value) }
        }
    }
}
