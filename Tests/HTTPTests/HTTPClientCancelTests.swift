import HTTP
import TestKit
import Testing
import Wire

@Suite struct HTTPClientCancelTests {
    @Test(arguments: [[ScriptedUpstream.Step.hold], [.eventStream, .hold], [.eventStream, .chunk("a"), .hold]])
    func `a cancelled task closes the connection`(script: [ScriptedUpstream.Step]) async {
        await ScriptedUpstream.serving(script) { upstream in
            let client = HTTPClient.reaching(upstream)
            let task = Task { await client.failure(of: ClientRequest(.get, upstream.baseURL)) }
            _ = await upstream.requests(atLeast: 1)
            task.cancel()
            #expect(await task.value == .cancelled)
            await upstream.departures(atLeast: 1)
        }
    }

    @Test func `cancelling closes the connection even while the reader is busy elsewhere`() async {
        await ScriptedUpstream.serving([.eventStream, .chunk("a"), .hold]) { upstream in
            let client = HTTPClient.reaching(upstream)
            let task = Task {
                try await TestLoop.run {
                    try await client.send(ClientRequest(.get, upstream.baseURL)) { response throws(ClientError) in
                        // Does not end before the upstream has seen the client leave. In a task that nobody cancels.
                        await Task { await upstream.departures(atLeast: 1) }.value
                        _ = try await response.next()
                    }
                }
            }
            _ = await upstream.requests(atLeast: 1)
            task.cancel()
            await #expect(throws: ClientError.cancelled) { try await task.value }
        }
    }

    @Test func `a task that is cancelled already asks nobody`() async {
        await ScriptedUpstream.serving([.answer(200)]) { upstream in
            let client = HTTPClient.reaching(upstream)
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await client.failure(of: ClientRequest(.get, upstream.baseURL))
            }
            #expect(await task.value == .cancelled)
            #expect(upstream.connections == 0)
        }
    }

    @Test func `a task that is cancelled before it may begin asks nobody`() async {
        await ScriptedUpstream.serving([.answer(200)]) { upstream in
            let client = HTTPClient.reaching(upstream)
            await #expect(throws: ClientError.cancelled) {
                try await TestLoop.run {
                    try await client.send(
                        ClientRequest(.get, upstream.baseURL),
                        after: { withUnsafeCurrentTask { $0?.cancel() } }, { _ throws(ClientError) in })
                }
            }
            #expect(upstream.connections == 0)
        }
    }

    @Test func `many are cancelled and none is left behind`() async {
        await ScriptedUpstream.serving([.eventStream, .chunk("a"), .hold]) { upstream in
            let client = HTTPClient.reaching(upstream)
            let tasks = (0..<50).map { number in
                Task { await client.failure(of: ClientRequest(.get, upstream.baseURL, pool: "\(number % 3)")) }
            }
            _ = await upstream.requests(atLeast: 50)
            for task in tasks { task.cancel() }
            for task in tasks { #expect(await task.value == .cancelled) }
            await upstream.departures(atLeast: 50)
        }
    }
}
