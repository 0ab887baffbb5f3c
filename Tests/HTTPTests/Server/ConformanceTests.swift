import HTTP
import JSON
import Testing
import Wire

/// What a server must answer so that no proxy in front of it can read a message in another way.
@Suite(.onItsOwnThread) struct ConformanceTests {
    @Test(arguments: ConformanceRow.all)
    func `each kind of request gets its documented answer`(_ row: ConformanceRow) throws {
        let server = try RunningServer(handler: routed)
        let client = server.client()
        client.send(row.request)
        for status in row.statuses { #expect(client.answer()?.status == status) }
        if row.isOpen {
            client.send(ConformanceRow.next)
            #expect(client.answer()?.body == "GET /next ")
        } else {
            #expect(client.rest() == [])
        }
    }

    @Test func `a request that arrives byte by byte is answered`() throws {
        let server = try RunningServer()
        let client = server.client()
        for byte in "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n".utf8 {
            client.send([byte])
        }
        #expect(client.answer()?.body == "POST /a abc")
    }

    @Test func `HEAD gets the head of GET and never a body`() throws {
        let server = try RunningServer()
        let client = server.client()
        for path in ["/a", "/stream"] {
            client.send("HEAD \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
            let head = try #require(client.answer(toHead: true))
            client.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
            let full = try #require(client.answer())
            #expect(head.status == full.status)
            #expect(Set(head.headers.keys) == Set(full.headers.keys))
            #expect(full.body != "")
        }
    }

    @Test func `a client that waits to be invited is invited when the body is wanted`() throws {
        let server = try RunningServer()
        let client = server.client()
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        #expect(client.answer()?.status == 100)
        client.send("abc" + ConformanceRow.next)
        #expect(client.answer()?.body == "POST /a abc")
        #expect(client.answer()?.body == "GET /next ")
    }

    @Test func `a client whose body nobody wants is not invited and the connection is closed`() throws {
        let server = try RunningServer { _ in Response(404) }
        let client = server.client()
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        let answer = client.answer()
        #expect(answer?.status == 404)
        #expect(answer?.headers["connection"] == "close")
        #expect(client.rest() == [])
    }

    @Test func `a body without framing ends with the connection in HTTP 1.0`() throws {
        let server = try RunningServer()
        let client = server.client()
        client.send("GET /stream HTTP/1.0\r\n\r\n")
        let bytes = try #require(client.rest())
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.components("\r\n\r\n").last == "one two three")
        #expect(!text.lowercased().contains("transfer-encoding"))
    }
}

/// As a site answers: every path, but only methods it knows.
private let routed: Handler = { request in
    let known: [Method] = [.get, .head, .post, .put, .patch, .delete, .options]
    return known.contains(request.method) ? await RunningServer.echo(request) : Response(405)
}
