import HTTP
import JSON
import Testing
import Wire

@Suite(.onItsOwnThread) struct BodyTests {
    private static let limited: Handler = { request in
        do throws(BodyError) {
            return Response(200, body: .bytes(try await request.body.collect(upTo: 5)))
        } catch {
            return Response(error == .tooLarge ? 413 : 400)
        }
    }

    @Test func `a body of exactly the limit is read`() throws {
        let server = try RunningServer(handler: Self.limited)
        let client = server.client()
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
        #expect(client.answer()?.body == "hello")
        client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")
        #expect(client.answer()?.body == "hello")
    }

    @Test func `an announced length beyond the limit is refused before the body comes`() throws {
        let server = try RunningServer(handler: Self.limited)
        let client = server.client()
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n")
        let answer = client.answer()
        #expect(answer?.status == 413)
        #expect(answer?.headers["connection"] == "close")
        #expect(client.rest() == [])
    }

    @Test(arguments: ["6\r\nhello!\r\n0\r\n\r\n", "3\r\nhel\r\n3\r\nlo!\r\n0\r\n\r\n", "ffffff\r\n"])
    func `chunks beyond the limit are refused and the connection is closed`(_ chunks: String) throws {
        let server = try RunningServer(handler: Self.limited)
        let client = server.client()
        client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)")
        #expect(client.answer()?.status == 413)
        #expect(client.rest() == [])
    }

    @Test func `chunk framing that goes wrong later is told to the handler`() throws {
        let server = try RunningServer(handler: Self.limited)
        let client = server.client()
        client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n")
        #expect(client.answer()?.status == 100)
        client.send("2\r\nhexxx")
        #expect(client.answer()?.status == 400)
        #expect(client.rest() == [])
    }

    @Test func `a large body is complete, whatever its framing`() throws {
        let server = try RunningServer()
        let client = server.client()
        let body = String(repeating: "0123456789", count: 100_000)
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        #expect(client.answer()?.body == "POST / " + body)
        let chunk = String(body.utf8.count / 4, radix: 16) + "\r\n" + body.prefix(body.utf8.count / 4) + "\r\n"
        client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<4 { client.send(chunk) }
        client.send("0\r\n\r\n")
        #expect(client.answer()?.body.utf8.count == 7 + body.utf8.count)
    }

    @Test func `what is left of a small body is drained, of a large one not`() throws {
        let server = try RunningServer { _ in Response(404) }
        let client = server.client()
        let body = String(repeating: "x", count: 1000)
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n\(body)" + ConformanceRow.next)
        #expect(client.answer()?.status == 404)
        #expect(client.answer()?.status == 404)
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n\(body)")
        #expect(client.answer()?.headers["connection"] == "close")
        #expect(client.rest() == [])
    }

    @Test func `a body kept beyond its answer reads nothing of the next request`() async throws {
        let (bodies, kept) = AsyncStream.makeStream(of: RequestBody.self)
        let server = try RunningServer { request in
            kept.yield(request.body)
            return Response(200)
        }
        let client = server.client()
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
        #expect(client.answer()?.status == 200)
        for await body in bodies {
            await #expect(throws: BodyError.disconnected) { try await body.collect(upTo: 100) }
            break
        }
    }
}
