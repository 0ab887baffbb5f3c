import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

@Suite struct HTTPBackendProbeTests {
    @Test func `a probe asks the first model for a few tokens`() async throws {
        try await ScriptedUpstream.serving([.eventStream, .finish("length"), .done, .lastChunk]) { upstream in
            #expect(await probe(.openAI(upstream.baseURL, models: ["first", "second"]), upstream) == nil)
            let body = try #require(upstream.requests.first?.json)
            #expect(body["model"] == "first")
            #expect(body["max_tokens"] == 16)
            #expect(upstream.requests.count == 1)
        }
    }

    @Test func `a probe speaks to reasoning models in their own words`() async {
        let script: @Sendable (RecordedRequest) -> [ScriptedUpstream.Step] = { request in
            request.json?["max_completion_tokens"] != nil
                ? .chat("ok") : .refusal(400, code: "unsupported_parameter", "Use 'max_completion_tokens' instead.")
        }
        await ScriptedUpstream.serving(script) { upstream in
            #expect(await probe(.openAI(upstream.baseURL), upstream) == nil)
            #expect(upstream.requests.count == 2)
        }
    }

    @Test func `a probe fails as a chat would`() async {
        await ScriptedUpstream.serving(.refusal(401, code: "invalid_api_key", "No.")) { upstream in
            #expect(await probe(.openAI(upstream.baseURL), upstream)?.code == .upstreamAuth)
            #expect(await probe(.openAI(upstream.baseURL, models: []), upstream)?.code == .upstreamModelNotFound)
        }
    }

    private func probe(_ account: Account, _ upstream: ScriptedUpstream) async -> UpstreamFailure? {
        let backend = HTTPBackend.reaching(upstream)
        return await TestLoop.run {
            do throws(UpstreamError) {
                _ = try await backend.probe(account, key: .test)
                return nil
            } catch {
                guard case .failed(let failure) = error else { return nil }
                return failure
            }
        }
    }
}
