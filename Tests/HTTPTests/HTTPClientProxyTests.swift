import Glibc
import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite struct HTTPClientProxyTests {
    @Test func `the environment's proxy is not used`() async throws {
        try await ScriptedUpstream.serving([.answer(200, [:], "proxy")]) { proxy in
            try await ScriptedUpstream.serving([.answer(200, [:], "direct")]) { upstream in
                for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] { setenv(name, proxy.baseURL, 1) }
                defer { for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] { unsetenv(name) } }
                let client = HTTPClient.reaching(upstream, proxy)
                let answer = try await client.fetch(ClientRequest(.get, upstream.baseURL))
                #expect(answer.body == "direct")
            }
        }
    }

    @Test func `a proxy gets its own credentials and no others`() async throws {
        try await ScriptedUpstream.serving([.answer(200, [:], "1")]) { first in
            try await ScriptedUpstream.serving([.answer(200, [:], "2")]) { second in
                let client = HTTPClient(.init(allowPrivate: [first.host, second.host, "127.0.0.1:9"]))
                for round in 0..<40 {
                    for (name, proxy) in [("one", first), ("two", second)] {
                        let request = ClientRequest(
                            .get, "http://127.0.0.1:9/\(round)", headers: ["X-Account": Text(name)], pool: name,
                            proxy: "http://\(name):pw@\(proxy.host)")
                        try await client.fetch(request)
                    }
                }
                #expect(Set(first.requests.map { $0.headers["proxy-authorization"] }) == ["Basic b25lOnB3"])
                #expect(Set(second.requests.map { $0.headers["proxy-authorization"] }) == ["Basic dHdvOnB3"])
                #expect(Set(second.requests.map { $0.headers["x-account"] }) == ["two"])
                #expect(second.requests.first?.target == "http://127.0.0.1:9/0")
            }
        }
    }

    @Test func `a proxy on a private address must be allowed, too`() async {
        await ScriptedUpstream.serving([.answer(200)]) { proxy in
            let client = HTTPClient(.init(allowPrivate: ["127.0.0.1:9"]))
            let failure = await client.failure(of: ClientRequest(.get, "http://127.0.0.1:9/", proxy: proxy.baseURL))
            #expect(failure == .refusedAddress("127.0.0.1"))
            #expect(proxy.connections == 0)
        }
    }

    @Test func `a proxy is not asked for private targets`() async {
        await ScriptedUpstream.serving([.answer(200)]) { proxy in
            let client = HTTPClient.reaching(proxy)
            for host in ["127.0.0.1", "10.0.0.1", "[::1]", "localhost", "metadata", "metadata.google.internal"] {
                let failure = await client.failure(of: ClientRequest(.get, "https://\(host)/", proxy: proxy.baseURL))
                guard case .refusedAddress = failure else {
                    Issue.record("\(host): \(String(describing: failure))")
                    continue
                }
            }
            #expect(proxy.connections == 0)
        }
    }

    @Test func `what must be public leads to no private address that is allowed, and the proxy may be one`()
        async throws
    {
        try await ScriptedUpstream.serving([.answer(407)]) { proxy in
            let client = HTTPClient.reaching(proxy)
            var request = ClientRequest(.get, proxy.baseURL, timeouts: .init(connect: .seconds(60)))
            request.isPublicOnly = true
            for other in ["", proxy.baseURL] {
                request.proxy = other
                guard case .invalid = await client.failure(of: request) else {
                    Issue.record("it was asked, by way of “\(other)”")
                    continue
                }
            }
            #expect(proxy.connections == 0)
            request.url = "https://example.com/"
            #expect(await client.failure(of: request) == .unreachable("the proxy answered 407"))
            #expect(proxy.requests.first?.target == "example.com:443")
        }
    }

    @Test func `a target behind TLS is reached through a tunnel, without our headers for the proxy to read`()
        async throws
    {
        try await ScriptedUpstream.serving([.answer(407)]) { proxy in
            let request = ClientRequest(
                .get, "https://example.com/", headers: ["Authorization": "Bearer secret"], proxy: proxy.baseURL,
                timeouts: .init(connect: .seconds(60)))
            let failure = await HTTPClient.reaching(proxy).failure(of: request)
            #expect(failure == .unreachable("the proxy answered 407"))
            let seen = try #require(proxy.requests.first)
            #expect(seen.method == "CONNECT")
            #expect(seen.target == "example.com:443")
            #expect(seen.headers["authorization"] == nil)
        }
    }

    @Test(arguments: ["ftp://127.0.0.1", "nonsense://x", "http://", "socks4://127.0.0.1"])
    func `a proxy of another kind is refused`(proxy: String) async {
        let failure = await HTTPClient().failure(of: ClientRequest(.get, "https://example.com/", proxy: proxy))
        guard case .invalid = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }
}
