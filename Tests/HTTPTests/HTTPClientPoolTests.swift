import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite struct HTTPClientPoolTests {
    @Test func `a connection is kept for the next request of its pool`() async throws {
        try await ScriptedUpstream.serving([.answer(200, [:], "ok")]) { upstream in
            let client = HTTPClient.reaching(upstream)
            for _ in 0..<3 { try await client.fetch(ClientRequest(.get, upstream.baseURL, pool: "a")) }
            #expect(upstream.requests.map(\.connection) == [1, 1, 1])
        }
    }

    @Test func `a crowd asks on the connections of the one before`() async throws {
        let gates = ["/1": Gate(), "/2": Gate()]
        let script: @Sendable (RecordedRequest) -> [ScriptedUpstream.Step] = { request in
            [.wait(gates[request.target]!), .answer(200)]
        }
        await ScriptedUpstream.serving(script) { upstream in
            let client = HTTPClient.reaching(upstream)
            for (crowd, path) in ["/1", "/2"].enumerated() {
                await withTaskGroup { group in
                    for _ in 0..<50 {
                        group.addTask { await client.failure(of: ClientRequest(.get, upstream.baseURL + path)) }
                    }
                    _ = await upstream.requests(atLeast: 50 * (crowd + 1))
                    gates[path]!.open()
                    for await failure in group { #expect(failure == nil) }
                }
            }
            #expect(upstream.connections == 50)
        }
    }

    @Test func `two accounts never share a connection`() async throws {
        try await ScriptedUpstream.serving([.answer(200, [:], "ok")]) { upstream in
            let client = HTTPClient.reaching(upstream)
            for _ in 0..<50 {
                for account in ["a", "b"] {
                    try await client.fetch(
                        ClientRequest(.get, upstream.baseURL, headers: ["Authorization": Text(account)], pool: account))
                }
            }
            let byConnection = Dictionary(grouping: upstream.requests, by: \.connection)
            #expect(byConnection.count == 2)
            for requests in byConnection.values {
                #expect(Set(requests.map { $0.headers["authorization"] }).count == 1)
            }
        }
    }

    @Test func `a short rest that nobody read does not cost the connection`() async throws {
        let gate = Gate()
        let script: [ScriptedUpstream.Step] = [.eventStream, .chunk("a"), .wait(gate), .chunk("b"), .lastChunk]
        try await ScriptedUpstream.serving(script) { upstream in
            let client = HTTPClient.reaching(upstream)
            let patient = ClientRequest(.get, upstream.baseURL, timeouts: ClientTimeouts(rest: .seconds(600)))
            try await TestLoop.run {
                try await client.send(patient) { response throws(ClientError) in
                    _ = try await response.next()
                }
            }
            gate.open()
            await upstream.answers(atLeast: 1)
            try await client.fetch(ClientRequest(.get, upstream.baseURL))
            #expect(upstream.requests.map(\.connection) == [1, 1])
        }
    }

    @Test func `an answer that goes on is not waited for`() async throws {
        try await ScriptedUpstream.serving([.eventStream, .chunk("a"), .hold]) { upstream in
            let client = HTTPClient.reaching(upstream)
            try await TestLoop.run {
                try await client.send(ClientRequest(.get, upstream.baseURL)) { response throws(ClientError) in
                    _ = try await response.next()
                }
            }
            await upstream.departures(atLeast: 1)
        }
    }

    /// The first one might have been carried out.
    @Test func `a POST is not sent again when a kept connection breaks`() async throws {
        let script: @Sendable (RecordedRequest) -> [ScriptedUpstream.Step] = { request in
            request.body == Array("again".utf8) ? [.close] : [.answer(200)]
        }
        try await ScriptedUpstream.serving(script) { upstream in
            let client = HTTPClient.reaching(upstream)
            try await client.fetch(ClientRequest(.post, upstream.baseURL, body: Array("once".utf8)))
            var request = ClientRequest(.post, upstream.baseURL, body: Array("again".utf8))
            #expect(await client.failure(of: request) == .disconnected)
            #expect(upstream.requests.map(\.connection) == [1, 1])
            try await client.fetch(ClientRequest(.post, upstream.baseURL, body: Array("once".utf8)))
            request.upload = ClientUpload(count: 5) { [body = request.body] in Array(body[$0...].prefix($1)) }
            #expect(await client.failure(of: request) == .disconnected)
            let connections = upstream.requests.map(\.connection)
            #expect(connections.count == 4 && connections[2] == connections[3])
        }
    }

    /// Nothing of the next request has left by then: nothing is asked twice.
    @Test(arguments: [ScriptedUpstream.Step.close, .reset], [(Method.get, false), (.post, false), (.post, true)])
    func `a connection that the upstream has ended is replaced`(
        end: ScriptedUpstream.Step, how: (method: Method, isUpload: Bool)
    ) async throws {
        try await ScriptedUpstream.serving([.answer(200, [:], "ok"), end]) { upstream in
            let client = HTTPClient.reaching(upstream)
            for number in 1...3 {
                let body = how.method == .post ? Array("question".utf8) : []
                var request = ClientRequest(how.method, upstream.baseURL, body: body)
                if how.isUpload {
                    request.upload = ClientUpload(count: body.count) { Array(body[$0...].prefix($1)) }
                }
                try await client.fetch(request)
                await upstream.answers(atLeast: number)
            }
            #expect(upstream.connections == 3 && upstream.requests.count == 3)
            #expect(upstream.requests.allSatisfy { $0.body == Array((how.method == .post ? "question" : "").utf8) })
        }
    }

    @Test func `many exchanges run at once on one loop`() async throws {
        await ScriptedUpstream.serving({ [.answer(200, [:], $0.target)] }) { upstream in
            let client = HTTPClient.reaching(upstream)
            await withTaskGroup { group in
                for number in 0..<100 {
                    group.addTask {
                        let request = ClientRequest(.get, upstream.baseURL + "/\(number)", pool: "\(number % 4)")
                        #expect((try? await client.fetch(request).body) == "/\(number)")
                    }
                }
            }
        }
    }
}
