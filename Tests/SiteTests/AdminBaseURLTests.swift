import Domain
import Testing

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

@Suite struct BaseURLTests {
    @Test(arguments: [
        ("https://api.example.org", "https://api.example.org"),
        ("https://api.example.org/", "https://api.example.org"),
        (" https://API.Example.org/v1/ ", "https://api.example.org"),
        ("HTTPS://api.example.org/v1", "https://api.example.org"),
        ("http://127.0.0.1:9000/openai/v1", "http://127.0.0.1:9000/openai"),
        ("http://[::1]:9000/Path//", "http://[::1]:9000/Path"),
        ("https://host_a/v1beta", "https://host_a/v1beta"),
    ])
    func `is kept without a trailing slash and without the version`(given: String, kept: String) throws {
        #expect(try BaseURL.normalized(given) == kept)
    }

    @Test(arguments: [
        "", "api.example.org", "ftp://example.org", "https://", "https:///v1", "https://user@example.org",
        "https://user:pw@example.org/v1", "https://example.org?x=1", "https://example.org/#a", "https://example.org:0",
        "https://example.org:65536", "https://example.org:", "https://example.org:80a", "https://exa mple.org",
        "https://example.org\\@evil.org", "https://[::1", "https://[zz]", "https://ex\u{e4}mple.org",
        "https://.example.org", "https://example.org/a\nb", "https://a%2eb",
    ])
    func `anything that could mean two things is refused`(given: String) {
        #expect {
            try BaseURL.normalized(given)
        } throws: { error in
            guard case .invalid(field: "base_url", _) = error as? ChatError else { return false }
            return true
        }
    }

    @Test func `a proxy may not hold a password`() throws {
        #expect(try ProxyURL.checked("socks5://127.0.0.1:1080") == "socks5://127.0.0.1:1080")
        #expect(try ProxyURL.checked("") == "")
        for text in ["http://me:pw@proxy:3128", "proxy:3128", "http://proxy:3128/path", "file:///etc"] {
            #expect(throws: ChatError.self) { try ProxyURL.checked(text) }
        }
    }
}
