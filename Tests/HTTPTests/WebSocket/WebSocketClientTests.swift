import HTTP
import JSON
import Testing
import Transport
import Wire

@Suite(.timeLimit(.minutes(5))) struct WebSocketClientTests {
    @Test func `messages and the goodbye go both ways`() async throws {
        let server = try RunningServer { request in
            Self.accepted(request) { socket in
                while case .text(let text) = await socket.next() { _ = await socket.send(text: text) }
            }
        }
        let long = [UInt8](repeating: 97, count: 3 << 20)
        let ends = try await Self.talk(to: server) { socket in
            var seen: [Bool] = []
            for text in [Array("hello".utf8), [], long] {
                seen.append(await socket.send(text: text))
                seen.append(await socket.next() == .text(text))
            }
            await socket.close(WebSocketClose(4000, "enough"))
            seen.append(await socket.next() == .closed(WebSocketClose(4000, "enough"), byPeer: true))
            return seen
        }
        #expect(ends == .talked([Bool](repeating: true, count: 7)))
    }

    @Test func `the head is that of a WebSocket's client, with the request's own fields`() async throws {
        let server = try RunningServer { request in
            let fields = ["authorization", "host", "user-agent", "accept", "sec-websocket-protocol"].map { name in
                request.headers[Text(name)].map { $0.string } ?? "-"
            }
            return Self.accepted(request) { socket in
                _ = await socket.send(text: Array(([request.query ?? ""] + fields).joined(separator: "|").utf8))
                await socket.close(WebSocketClose(1000))
            }
        }
        let seen = try await Self.talk(to: server) { socket in
            guard case .text(let text) = await socket.next() else { return [] }
            return [String(decoding: text, as: UTF8.self) == "a=b%20c|Bearer x|127.0.0.1:\(server.port)|chatmirror|-|-"]
        }
        #expect(seen == .talked([true]))
    }

    @Test(arguments: [401, 429, 500, 200]) func `another answer is a refusal, with its body`(_ status: Int) async throws
    {
        let server = try RunningServer { _ in Response(status, headers: ["x-a": "b"], body: .bytes(Array("why".utf8))) }
        #expect(try await Self.talk(to: server) { _ in [] } == .refused(status, "b", "why"))
        let chunked = try RunningServer { _ in
            Response(status, headers: ["x-a": "b"], body: .written { try await $0.write(Array("why".utf8)) })
        }
        #expect(try await Self.talk(to: chunked) { _ in [] } == .refused(status, "b", "why"))
    }

    @Test(
        arguments: [
            ["sec-websocket-accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="], [:],
            ["sec-websocket-extensions": "permessage-deflate"], ["sec-websocket-protocol": "realtime"],
        ] as [Headers]) func `a proof that is wrong, or what was not asked for, is no WebSocket`(_ headers: Headers)
        async throws
    {
        let server = try RunningServer { request in
            var response = Self.accepted(request) { socket in _ = await socket.next() }
            let proof = response.headers
            response.headers = headers
            if !headers.isEmpty, headers["sec-websocket-accept"] == nil { response.headers.append(contentsOf: proof) }
            return response
        }
        await #expect {
            _ = try await Self.talk(to: server) { _ in [] }
        } throws: { error in
            if case .malformed = error as? ClientError { true } else { false }
        }
    }

    @Test func `a server that says nothing is not waited for`() async throws {
        let server = try RunningServer { _ in
            await EventLoop.current!.sleep(for: .seconds(3600))
            return Response(500)
        }
        await #expect(throws: ClientError.timedOut(.firstByte)) {
            try await Self.talk(to: server, firstByte: .milliseconds(50)) { _ in [] }
        }
    }

    @Test func `a private address that is not allowed is refused`() async throws {
        let server = try RunningServer { _ in Response(500) }
        await #expect(throws: ClientError.self) { try await Self.talk(to: server, allowing: []) { _ in [] } }
    }

    @Test func `a server that is gone without a word is lost, and so is one that gives no sign of life`() async throws {
        let server = try RunningServer { request in Self.accepted(request) { _ in } }
        #expect(try await Self.talk(to: server) { [await $0.next() == .lost] } == .talked([true]))
        let mute = try RunningServer { request in
            Self.accepted(request) { _ in await EventLoop.current!.sleep(for: .seconds(3600)) }
        }
        #expect(
            try await Self.talk(to: mute, pingInterval: .milliseconds(30)) { [await $0.next() == .lost] }
                == .talked([true]))
    }

    @Test func `a cancelled task's connection is closed, while it connects and while it talks`() async throws {
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let (ends, ended) = AsyncStream.makeStream(of: WebSocketEvent.self)
        let server = try RunningServer { request in
            Self.accepted(request) { socket in
                started.yield()
                ended.yield(await socket.next())
            }
        }
        let task = Task { try await Self.talk(to: server) { [await $0.next() == .lost] } }
        for await _ in starts { break }
        task.cancel()
        for await end in ends {
            #expect(end == .lost)
            break
        }
        _ = await task.result
    }

    @Test func `an interrupted reader is told so`() async throws {
        let server = try RunningServer { request in Self.accepted(request) { socket in _ = await socket.next() } }
        let seen = try await Self.talk(to: server) { socket in
            socket.interrupt()
            let event = await socket.next()
            await socket.close(WebSocketClose(1001))
            return [event == .interrupted, await socket.next() == .closed(WebSocketClose(1001), byPeer: true)]
        }
        #expect(seen == .talked([true, true]))
    }
}

extension WebSocketClientTests {
    enum Outcome: Equatable {
        case talked([Bool])
        case refused(Int, String?, String)
    }

    private static func accepted(_ request: Request, _ talk: @escaping @Sendable (WebSocket) async -> Void) -> Response
    {
        do { return try WebSocketOffer(request).accepted(talk: talk) } catch { return Response(400) }
    }

    private static func talk(
        to server: RunningServer, allowing hosts: Set<String> = ["127.0.0.1"], firstByte: Duration = .seconds(60),
        pingInterval: Duration = .seconds(25), _ talk: @escaping @Sendable (WebSocket) async -> [Bool]
    ) async throws -> Outcome {
        let client = HTTPClient(.init(allowPrivate: hosts))
        let request = ClientRequest(
            .get, "http://127.0.0.1:\(server.port)/v1/realtime?a=b%20c", headers: ["Authorization": "Bearer x"],
            timeouts: ClientTimeouts(firstByte: firstByte))
        var limits = WebSocketLimits()
        limits.pingInterval = pingInterval
        let task = Task(executorPreference: server.loops.loops[0]) { [limits] in
            try await client.open(request, limits) { socket in
                Outcome.talked(await talk(socket))
            } refused: { response in
                let body = (try? await response.collect(upTo: 1000)) ?? []
                return .refused(response.status, response.headers["x-a"]?.string, String(decoding: body, as: UTF8.self))
            }
        }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
