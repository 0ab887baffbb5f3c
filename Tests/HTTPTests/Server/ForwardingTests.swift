import HTTP
import JSON
import Testing
import Transport
import Wire

@Suite(.onItsOwnThread) struct ForwardingTests {
    private static let tell: Handler = { request in
        Response(200, body: .bytes(Array("\(request.remoteAddress) \(request.isSecure)".utf8)))
    }

    private func client(trusting proxies: [String]) throws -> (RunningServer, RawClient) {
        var options = ServerOptions.patient
        options.trustedProxies = proxies.compactMap { CIDR($0) }
        let server = try RunningServer(1, options, handler: Self.tell)
        return (server, server.client())
    }

    private func told(_ client: RawClient, _ lines: String...) -> String? {
        client.send((["GET / HTTP/1.1", "Host: x"] + lines + ["", ""]).joined(separator: "\r\n"))
        return client.answer()?.body
    }

    @Test func `nobody is believed by default`() throws {
        let (server, client) = try client(trusting: [])
        #expect(told(client, "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Proto: https") == "127.0.0.1 false")
        withExtendedLifetime(server) {}
    }

    @Test func `a trusted proxy names the client, and what stands left of it is not believed`() throws {
        let (server, client) = try client(trusting: ["127.0.0.0/8", "10.0.0.0/8"])
        #expect(told(client, "X-Forwarded-For: 1.2.3.4") == "1.2.3.4 false")
        #expect(
            told(client, "X-Forwarded-For: 9.9.9.9, 1.2.3.4, 10.0.0.7", "X-Forwarded-Proto: https") == "1.2.3.4 true")
        #expect(told(client, "X-Forwarded-For: 9.9.9.9", "X-Forwarded-For: 2001:db8::1") == "2001:db8::1 false")
        #expect(told(client, "X-Forwarded-For: 9.9.9.9, nonsense") == "127.0.0.1 false")
        #expect(told(client, "X-Forwarded-For: 9.9.9.9, nonsense, 10.0.0.7") == "10.0.0.7 false")
        #expect(told(client) == "127.0.0.1 false")
        withExtendedLifetime(server) {}
    }

    @Test(arguments: [
        ("203.0.113.7:5123", "203.0.113.7"), ("[2001:db8::1]:443", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"),
        ("\t203.0.113.7:1 ", "203.0.113.7"), ("[::ffff:203.0.113.7]:65535", "203.0.113.7"),
        ("9.9.9.9:1, [2001:db8::2]:2, 10.0.0.7:3", "2001:db8::2"),
    ])
    func `a client is known by its address, whatever port and brackets stand with it`(field: String, address: String)
        throws
    {
        let (server, client) = try client(trusting: ["127.0.0.0/8", "10.0.0.0/8"])
        #expect(told(client, "X-Forwarded-For: \(field)") == "\(address) false")
        withExtendedLifetime(server) {}
    }

    @Test(arguments: [
        "203.0.113.7:", "203.0.113.7:65536", "203.0.113.7:+80", "203.0.113.7:80:80", "203.0.113.7 :80", "[203.0.113.7]",
        "[203.0.113.7]:80", "[2001:db8::1", "2001:db8::1]", "[2001:db8::1]443", "[2001:db8::1]:", "[2001:db8::1]:x",
        "[[2001:db8::1]]", "[]", "[]:80", ":80", "2001:db8::1%eth0", "203.0. 113.7", "203.0.113.7\u{301}", "unknown",
        "_hidden",
    ])
    func `what is no address is not believed`(field: String) throws {
        let (server, client) = try client(trusting: ["127.0.0.0/8"])
        #expect(told(client, "X-Forwarded-For: 9.9.9.9, \(field)") == "127.0.0.1 false")
        withExtendedLifetime(server) {}
    }

    @Test func `a head that would begin another line is never sent`() throws {
        let server = try RunningServer { _ in Response(200, headers: ["X-A": "a\r\nSet-Cookie: b=c"]) }
        let client = server.client()
        client.send(ConformanceRow.next)
        let answer = client.answer()
        #expect(answer?.status == 500)
        #expect(answer?.headers["set-cookie"] == nil)
        client.send(ConformanceRow.next)
        #expect(client.answer()?.status == 500)
    }
}
