import JSON
import TestKit
import Testing
import Wire

@testable import HTTP

@Suite struct HTTPClientAddressTests {
    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.9.9.9", "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7",
        "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8", "::127.0.0.1",
        "64:ff9b::7f00:1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "fc00::1", "fdff::1", "fe80::1",
        "fec0::1",
        "ff02::1",
    ])
    func `a special-purpose address is not public`(text: String) throws {
        #expect(try #require(NetworkAddress(text)).isPublic == false)
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.0.0.1", "128.0.0.1", "172.15.0.1",
        "172.32.0.1", "192.0.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2001:4860::8888",
        "2003::1",
    ])
    func `its neighbours are public`(text: String) throws {
        #expect(try #require(NetworkAddress(text)).isPublic)
    }

    @Test(arguments: [
        ("https://api.example.com/v1", false), ("https://1.1.1.1:8443/", false), ("http://api.example.com/", true),
        ("https://127.0.0.1/", true), ("https://[::1]/", true), ("https://localhost/", true),
        ("https://box.local/", true),
        ("http://127.0.0.1:9000/", false), ("http://127.0.0.1:9001/", true), ("nonsense://x", true),
    ])
    func `that a URL will be refused shows before it is asked`(url: String, isRefused: Bool) {
        let client = HTTPClient(.init(allowPrivate: ["127.0.0.1:9000"]))
        #expect(client.refuses(url) == isRefused)
    }

    @Test(arguments: [
        ("http://proxy.example.com:3128", false), ("socks5h://10.0.0.1", true), ("http://localhost:3128", true),
        ("http://127.0.0.1:9000", false), ("ftp://proxy.example.com", true),
    ])
    func `that a proxy will be refused shows before it is asked`(url: String, isRefused: Bool) {
        #expect(HTTPClient(.init(allowPrivate: ["127.0.0.1:9000"])).refuses(proxy: url) == isRefused)
    }

    @Test(arguments: [
        "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
        "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://10.0.0.1:8443/v1", "https://169.254.169.254/latest",
        "https://localhost/", "https://LocalHost/", "https://[fe80::1]/", "https://0/",
    ])
    func `a private address is refused in every spelling`(url: String) async {
        let failure = await HTTPClient().failure(of: ClientRequest(.get, url))
        guard case .refusedAddress = failure else {
            Issue.record("\(url): \(String(describing: failure))")
            return
        }
    }

    @Test(arguments: [
        "", "example", "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "https://", "https://a b/",
        "https://user@example.com/", "https://user:secret@example.com/", "https://example.com/#top",
        "https://[fe80::1%25eth0]/", "gopher://example.com/", "https://example.com:99999/", "//example.com/",
    ])
    func `a URL that may not be asked is refused before anything is sent`(url: String) async {
        let failure = await HTTPClient().failure(of: ClientRequest(.get, url))
        guard case .invalid(let reason) = failure else {
            Issue.record("\(url): \(String(describing: failure))")
            return
        }
        #expect(!reason.contains("secret"))
    }

    @Test func `a private host is reached when its name is allowed, on that port only`() async throws {
        try await ScriptedUpstream.serving([.answer(200, [:], "ok")]) { upstream in
            for entry in ["127.0.0.1", "127.0.0.1:\(upstream.port)", "LocalHost.", "localhost:\(upstream.port)"] {
                let client = HTTPClient(.init(allowPrivate: [entry]))
                let host = entry.lowercased().hasPrefix("local") ? "localhost" : "127.0.0.1"
                let answer = try await client.fetch(ClientRequest(.get, "http://\(host):\(upstream.port)/"))
                #expect(answer.body == "ok")
            }
            for entry in ["127.0.0.1:1", "127.0.0.2", "localhost", "127.0.0.1.example.com"] {
                let client = HTTPClient(.init(allowPrivate: [entry]))
                #expect(await client.failure(of: ClientRequest(.get, upstream.baseURL)) != nil)
            }
        }
        #expect(PrivateHosts(["[::1]:80", "FE80::1"]).allow("::1", port: 80))
        #expect(!PrivateHosts(["[::1]:80"]).allow("::1", port: 81))
    }
}
