import HTTP
import TestKit
import Testing
import Wire

@Suite struct HTTPClientTests {
    @Test func `an answer arrives with its status, headers and body`() async throws {
        try await ScriptedUpstream.serving([.answer(201, ["X-Word": " a ", "x-word": "b"], "hello")]) { upstream in
            let client = HTTPClient(.init(userAgent: "chatmirror/test", allowPrivate: [upstream.host]))
            try await TestLoop.run {
                let request = ClientRequest(
                    .post, upstream.baseURL + "/a?b=c", headers: ["Content-Type": "text/plain"],
                    body: Array("ping".utf8))
                let body = try await client.send(request) { response throws(ClientError) in
                    #expect(response.status == 201)
                    #expect(response.headers.all("X-WORD") == ["a", "b"])
                    return try await response.collect(upTo: 100)
                }
                #expect(body == Array("hello".utf8))
            }
            let seen = try #require(upstream.requests.first)
            #expect(seen.method == "POST")
            #expect(seen.target == "/a?b=c")
            #expect(seen.body == Array("ping".utf8))
            #expect(seen.headers.all("user-agent") == ["chatmirror/test"])
            #expect(seen.headers.all("content-type") == ["text/plain"])
            #expect(seen.headers.all("accept-encoding") == ["identity"])
            #expect(seen.headers["expect"] == nil)
        }
    }
}
