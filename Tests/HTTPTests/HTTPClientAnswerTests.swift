import JSON
import TestKit
import Testing
import Wire

@testable import HTTP

@Suite struct HTTPClientAnswerTests {
    @Test func `an answer arrives with its status, headers and body`() async throws {
        try await ScriptedUpstream.serving([.answer(201, ["X-Word": " a ", "x-word": "b"], "hello")]) { upstream in
            let client = HTTPClient.reaching(upstream)
            try await TestLoop.run {
                let request = ClientRequest(.post, upstream.baseURL + "/a?b=c", body: Array("ping".utf8))
                let body = try await client.send(request) { response throws(ClientError) in
                    #expect(response.status == 201)
                    #expect(response.headers.all("X-WORD") == ["a", "b"])
                    return try await response.collect(upTo: 100)
                }
                #expect(body == Array("hello".utf8))
            }
        }
    }

    @Test func `a request is sent as it was given`() async throws {
        try await ScriptedUpstream.serving([.answer(200)]) { upstream in
            let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
            try await HTTPClient.reaching(upstream).fetch(
                ClientRequest(
                    .post, upstream.baseURL + "/a?b=c", headers: ["Content-Type": "x/y", "X-Empty": ""], body: body))
            let seen = try #require(upstream.requests.first)
            #expect(seen.method == "POST")
            #expect(seen.target == "/a?b=c")
            // Not in the macro, which would look for the shortest way from one to the other.
            let isSame = seen.body == body
            #expect(isSame)
            #expect(seen.headers.all("user-agent") == ["chatmirror/test"])
            #expect(seen.headers.all("content-type") == ["x/y"])
            #expect(seen.headers.all("x-empty") == [""])
            #expect(seen.headers.all("accept-encoding") == ["identity"])
            #expect(seen.headers["expect"] == nil)
        }
    }

    @Test func `a body is read while it is sent, in whatever pieces it comes`() async throws {
        try await ScriptedUpstream.serving([.answer(200)]) { upstream in
            let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
            var request = ClientRequest(.post, upstream.baseURL)
            request.upload = ClientUpload(count: body.count) { Array(body[$0...].prefix(min($1, 997))) }
            try await HTTPClient.reaching(upstream).fetch(request)
            let seen = try #require(upstream.requests.first)
            let isSame = seen.body == body
            #expect(isSame)
            #expect(seen.headers["content-length"] == "300000")
            #expect(seen.headers["transfer-encoding"] == nil)
        }
    }

    @Test func `a body that cannot be read ends the exchange`() async throws {
        await ScriptedUpstream.serving([.answer(200)]) { upstream in
            var request = ClientRequest(.post, upstream.baseURL)
            request.upload = ClientUpload(count: 5000) { offset, _ in
                offset < 1000 ? [UInt8](repeating: 1, count: 1000) : nil
            }
            let failure = await HTTPClient.reaching(upstream).failure(of: request)
            #expect(failure == .invalid("the upload cannot be read"))
            #expect(upstream.requests.isEmpty)
        }
    }

    @Test(arguments: [Method.get, .post, .delete, .patch])
    func `every method is sent by its name`(method: Wire.Method) async throws {
        try await ScriptedUpstream.serving([.answer(204)]) { upstream in
            let answer = try await HTTPClient.reaching(upstream).fetch(ClientRequest(method, upstream.baseURL))
            #expect(answer.status == 204)
            #expect(upstream.requests.map(\.method) == [method.name])
        }
    }

    @Test func `a piece is handed on while the rest is not there yet`() async throws {
        let gate = Gate()
        let script: [ScriptedUpstream.Step] = [
            .eventStream, .chunk("first"), .wait(gate), .chunk("second"), .lastChunk,
        ]
        try await ScriptedUpstream.serving(script) { upstream in
            let client = HTTPClient.reaching(upstream)
            try await TestLoop.run {
                try await client.send(ClientRequest(.get, upstream.baseURL)) { response throws(ClientError) in
                    #expect(try await response.next() == Array("first".utf8))
                    gate.open()
                    #expect(try await response.next() == Array("second".utf8))
                    #expect(try await response.next() == nil)
                    #expect(try await response.next() == nil)
                }
            }
        }
    }

    @Test func `a slow reader holds a flood back`() async throws {
        let block = [UInt8](repeating: 7, count: 1 << 20)
        let flood: [ScriptedUpstream.Step] =
            [.eventStream] + (0..<24).map { _ in .chunk(block) } + [.lastChunk]
        try await ScriptedUpstream.serving(flood) { upstream in
            let client = HTTPClient.reaching(upstream)
            let (total, largest) = try await TestLoop.run {
                try await client.send(ClientRequest(.get, upstream.baseURL)) { response throws(ClientError) in
                    var total = 0
                    var largest = 0
                    while let piece = try await response.next() {
                        total += piece.count
                        largest = max(largest, piece.count)
                        for _ in 0..<20 { await Task.yield() }
                    }
                    return (total, largest)
                }
            }
            #expect(total == 24 << 20)
            #expect(largest <= 80 << 10)
        }
    }

    @Test func `a redirect is an answer like any other`() async throws {
        try await ScriptedUpstream.serving([.answer(200)]) { other in
            try await ScriptedUpstream.serving([.answer(302, ["Location": Text(other.baseURL)])]) { upstream in
                let answer = try await HTTPClient.reaching(upstream, other).fetch(ClientRequest(.get, upstream.baseURL))
                #expect(answer.status == 302)
                #expect(other.requests.isEmpty)
            }
        }
    }

    @Test func `interim heads are passed over`() async throws {
        let interim = "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"
        try await ScriptedUpstream.serving([.text(interim), .answer(200, ["X-Late": "1"], "ok")]) { upstream in
            let client = HTTPClient.reaching(upstream)
            let headers = try await TestLoop.run {
                try await client.send(ClientRequest(.get, upstream.baseURL)) { response throws(ClientError) in
                    #expect(response.status == 200)
                    return response.headers
                }
            }
            #expect(headers["x-late"] == "1")
            #expect(headers["x-early"] == nil)
        }
    }

    @Test(arguments: [(60, nil), (70, ClientError.tooLarge)])
    func `heads are bounded`(kibibytes: Int, failure: ClientError?) async throws {
        var headers = Headers()
        for number in 0..<kibibytes { headers.append("X-\(number)", String(repeating: "a", count: 1016)) }
        await ScriptedUpstream.serving([.answer(200, headers)]) { upstream in
            #expect(await HTTPClient.reaching(upstream).failure(of: ClientRequest(.get, upstream.baseURL)) == failure)
        }
    }

    @Test(arguments: [(0, true), (1, false)])
    func `a head has 64 KiB at most, all its lines counted`(excess: Int, isRead: Bool) {
        var reader = AnswerHeadReader()
        var left = 65_536 + excess
        var isWithin = true
        while left > 0 {
            let line = Array("X: \(String(repeating: "a", count: 1019))\r\n".utf8.prefix(left))
            isWithin = line.withUnsafeBytes { reader.read($0) } && isWithin
            left -= line.count
        }
        #expect(isWithin == isRead)
    }

    @Test func `a flood of interim heads ends at the same bound`() async {
        let interim = "HTTP/1.1 103 Early Hints\r\nX-Early: \(String(repeating: "a", count: 4000))\r\n\r\n"
        let flood = [ScriptedUpstream.Step](repeating: .text(interim), count: 20) + [.answer(200)]
        await ScriptedUpstream.serving(flood) { upstream in
            #expect(await HTTPClient.reaching(upstream).failure(of: ClientRequest(.get, upstream.baseURL)) == .tooLarge)
        }
    }

    @Test(arguments: [(1000, nil), (1001, ClientError.tooLarge)])
    func `bodies are bounded`(count: Int, failure: ClientError?) async throws {
        await ScriptedUpstream.serving([.answer(200, [:], String(repeating: "a", count: count))]) { upstream in
            let request = ClientRequest(.get, upstream.baseURL, answerLimit: 1000)
            #expect(await HTTPClient.reaching(upstream).failure(of: request) == failure)
        }
    }
}
