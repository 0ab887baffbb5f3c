import HTTP
import JSON
import Testing
import Transport
import Wire

@Suite(.onItsOwnThread, .timeLimit(.minutes(5))) struct DrainTests {
    @Test func `idle connections are closed and new ones refused`() async throws {
        let server = try RunningServer(2)
        let clients = (0..<8).map { _ in server.client() }
        for client in clients {
            client.send(ConformanceRow.next)
            #expect(client.answer()?.status == 200)
        }
        await server.server.drain(within: .seconds(30))
        for client in clients { #expect(client.rest() == []) }
        #expect(!RawClient.canConnect(to: server.port))
    }

    @Test func `a request in flight is finished, and told that the connection ends`() async throws {
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let (goes, go) = AsyncStream.makeStream(of: Void.self)
        let server = try RunningServer { _ in
            started.yield()
            for await _ in goes { break }
            return Response(200, body: .bytes([111, 107]))
        }
        let idle = server.client()
        let client = server.client()
        client.send(ConformanceRow.next)
        for await _ in starts { break }
        // Not on this thread, which waits for it, and not on those that all tests share: they may be busy for longer than a client waits.
        let other = LoopGroup(count: 1)
        let draining = Task(executorPreference: other.loops[0]) { await server.server.drain(within: .seconds(30)) }
        // Once this one is closed, the server is draining.
        #expect(idle.rest() == [])
        go.yield()
        let answer = client.answer()
        #expect(answer?.body == "ok")
        #expect(answer?.headers["connection"] == "close")
        #expect(client.rest() == [])
        await draining.value
    }

    @Test func `what is not finished at the deadline is cut`() async throws {
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let server = try RunningServer { _ in
            Response(
                200,
                body: .written { writer in
                    try await writer.write([65])
                    started.yield()
                    await EventLoop.current!.sleep(for: .seconds(3600))
                    throw Disconnected()
                })
        }
        let client = server.client()
        client.send(ConformanceRow.next)
        for await _ in starts { break }
        await server.server.drain(within: .milliseconds(50))
        #expect(client.answer() == nil)
    }
}

@Suite(.onItsOwnThread) struct CrowdTests {
    @Test(.timeLimit(.minutes(5)))
    func `a hundred connections at once are all served`() throws {
        let server = try RunningServer(2)
        let clients = (0..<100).map { _ in server.client() }
        for round in 0..<3 {
            for client in clients { client.send("POST /\(round) HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi") }
            for client in clients { #expect(client.answer()?.body == "POST /\(round) hi") }
        }
    }

    @Test func `one connection too many is told so and closed, and a place that is left is free again`() throws {
        var options = ServerOptions.patient
        options.connections = 2
        let server = try RunningServer(1, options)
        let first = server.client()
        let second = server.client()
        for client in [first, second] {
            client.send(ConformanceRow.next)
            #expect(client.answer()?.status == 200)
        }
        let third = server.client()
        #expect(third.answer()?.status == 503)
        #expect(third.rest() == [])
        first.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(first.rest() != nil)
        first.finishSending()
        var status: Int?
        repeat {
            let fourth = server.client()
            fourth.send(ConformanceRow.next)
            status = fourth.answer()?.status
        } while status == 503
        #expect(status == 200)
    }

    @Test func `a port that is taken is not shared`() throws {
        let server = try RunningServer()
        #expect(throws: Listener.Failure.self) { try server.server.listen(host: "127.0.0.1", port: server.port) }
    }
}
