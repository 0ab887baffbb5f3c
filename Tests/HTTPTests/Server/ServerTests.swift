import HTTP
import JSON
import Testing
import Transport
import Wire

@Suite(.onItsOwnThread) struct ServerTests {
    @Test func `a request gets the handler's answer with date, length and name`() throws {
        let server = try RunningServer()
        let client = server.client()
        client.send("GET /hello?a=b HTTP/1.1\r\nHost: x\r\n\r\n")
        let answer = try #require(client.answer())
        #expect(answer.status == 200)
        #expect(answer.body == "GET /hello?a=b ")
        #expect(answer.headers["date"]?.hasSuffix(" GMT") == true)
        #expect(answer.headers["x-request-id"]?.count == 14)
        #expect(answer.headers["connection"] == nil)
    }

    @Test func `a body comes through by length and by chunks`() throws {
        let server = try RunningServer()
        let client = server.client()
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
        #expect(client.answer()?.body == "POST /a hello")
        client.send("POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")
        #expect(client.answer()?.body == "POST /b hello")
    }

    @Test func `a written body leaves in chunks and the connection stays open`() throws {
        let server = try RunningServer()
        let client = server.client()
        for _ in 0..<2 {
            client.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = try #require(client.answer())
            #expect(answer.body == "one two three")
            #expect(answer.headers["transfer-encoding"] == "chunked")
        }
    }
}
