import HTTP
import Synchronization
import Testing
import Transport
import Wire

@Suite(.onItsOwnThread) struct DisconnectTests {
    @Test(.timeLimit(.minutes(5)))
    func `a client that leaves cancels the handler that works for it`() async throws {
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
        let server = try RunningServer { _ in
            started.yield()
            await EventLoop.current!.sleep(for: .seconds(3600))
            ended.yield(Task.isCancelled)
            return Response(200)
        }
        let client = server.client()
        client.send(ConformanceRow.next)
        for await _ in starts { break }
        client.reset()
        for await isCancelled in ends {
            #expect(isCancelled)
            break
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a client that leaves ends a stream that has nothing to say`() async throws {
        let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
        let server = try RunningServer { _ in
            Response(
                200,
                body: .written { writer in
                    try await writer.write([65])
                    await EventLoop.current!.sleep(for: .seconds(3600))
                    ended.yield(Task.isCancelled)
                })
        }
        let client = server.client()
        client.send(ConformanceRow.next)
        #expect(String(decoding: client.bytes(until: "A\r\n"), as: UTF8.self).contains("1\r\nA\r\n"))
        client.reset()
        for await isCancelled in ends {
            #expect(isCancelled)
            break
        }
    }

    @Test func `answers to a client that has finished sending are still delivered`() throws {
        let server = try RunningServer()
        let client = server.client()
        client.send(ConformanceRow.next + ConformanceRow.next)
        client.finishSending()
        #expect(client.answer()?.body == "GET /next ")
        #expect(client.answer()?.body == "GET /next ")
        #expect(client.rest() == [])
    }

    @Test func `a body that throws cuts the connection before its end`() throws {
        struct Broken: Error {}
        let server = try RunningServer { _ in
            Response(
                200,
                body: .written { writer in
                    try await writer.write(Array("half".utf8))
                    throw Broken()
                })
        }
        let client = server.client()
        client.send(ConformanceRow.next)
        #expect(client.answer() == nil)
        #expect(client.rest()?.suffix(5) != Array("0\r\n\r\n".utf8)[...])
    }

    @Test(.timeLimit(.minutes(5)))
    func `a writer waits for a client that does not read, and nothing piles up`() async throws {
        let written = Mutex(0)
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let total = 16 << 20
        let server = try RunningServer { request in
            guard request.path == "/large" else { return Response(204) }
            return Response(
                200,
                body: .written { writer in
                    let piece = [UInt8](repeating: 120, count: 64 << 10)
                    for _ in 0..<total / piece.count {
                        try await writer.write(piece)
                        written.withLock { $0 += piece.count }
                        started.yield()
                    }
                })
        }
        let client = server.client(receiveBuffer: 4096)
        client.send("GET /large HTTP/1.0\r\n\r\n")
        for await _ in starts { break }
        // The loop has served these while the writer waits for its client.
        for _ in 0..<50 {
            let other = server.client()
            other.send(ConformanceRow.next)
            #expect(other.answer()?.status == 204)
        }
        #expect(written.withLock { $0 } < 12 << 20)
        let bytes = try #require(client.rest())
        #expect(bytes.count > total)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a client that reads nothing for too long is cut`() async throws {
        var options = ServerOptions.patient
        options.writeTime = .milliseconds(50)
        let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
        let server = try RunningServer(1, options) { _ in
            Response(
                200,
                body: .written { writer in
                    do {
                        while true { try await writer.write([UInt8](repeating: 120, count: 1 << 20)) }
                    } catch {
                        ended.yield(Task.isCancelled)
                        throw error
                    }
                })
        }
        let client = server.client(receiveBuffer: 4096)
        client.send(ConformanceRow.next)
        for await isCancelled in ends {
            #expect(isCancelled)
            break
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `several writers of one answer do not mix their chunks`() async throws {
        let server = try RunningServer { _ in
            Response(
                200,
                body: .written { writer in
                    try await withThrowingTaskGroup { tasks in
                        for letter in UInt8(97)..<105 {
                            tasks.addTask {
                                for _ in 0..<40 { try await writer.write([UInt8](repeating: letter, count: 50_000)) }
                            }
                        }
                        try await tasks.waitForAll()
                    }
                })
        }
        let client = server.client(receiveBuffer: 64 << 10)
        client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        let bytes = try #require(client.rest())
        let (answer, _) = try #require(Answer.parse(bytes, toHead: false))
        #expect(answer.body.utf8.count == 8 * 40 * 50_000)
    }
}
