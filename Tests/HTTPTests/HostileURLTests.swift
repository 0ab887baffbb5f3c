import HTTP
import JSON
import TestKit
import Testing
import Wire

/// URLs that want to reach this machine without looking like it. `{p}` is the canary's port. The decoy before an `@` is of
/// a block that nobody owns.
@Suite struct HostileURLTests {
    private static let numbers = [
        "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.00.00.01", "0177.0.0.1", "0177.1", "0177.0.1",
        "00000177.0.0.1", "017700000001", "2130706433", "0x7f000001", "0x7F000001", "0x000000007f000001", "0x7f.0.0.1",
        "0x7f.1", "0x7F.0x0.0x0.0x1", "127.0.0.0x1", "127.0.1.", "127.1.", "2130706433.", "0x7f000001.", "127.0.0.2",
        "127.255.255.254", "6425673729", "0", "0.", "00", "0x0", "0.0.0.0", "0.0", "0.0.0.0.", "000.000.000.000",
        "127.0.0.1.0", "127..1", "127.0.0.1..", ".127.0.0.1", "127.0.0.1%00", "127.0.0.1%2e", "%31%32%37.0.0.1",
        "127.0.0.256", "256.0.0.1", "127.0.0.-1", "127.0.0.1e0", "+127.0.0.1", "127,0,0,1",
    ]
    private static let foreignDigits = [
        "１２７.０.０.１", "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "①②⑦.⓪.⓪.①", "۱۲۷.۰.۰.۱", "١٢٧.٠.٠.١", "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
        "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "loc\u{00AD}alhost", "local\u{200B}host", "𝓵ocalhost",
    ]
    private static let names = [
        "localhost", "LOCALHOST", "LocalHost", "localhost.", "localhost..", "%6cocalhost",
        "%6c%6f%63%61%6c%68%6f%73%74",
        "local\thost", "localhost%00", "localhost%20", "localhost%2f.example.invalid",
    ]
    private static let version6 = [
        "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::0:1]", "[::]", "[0::]", "[::ffff:127.0.0.1]",
        "[::FFFF:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]", "[::ffff:0:127.0.0.1]",
        "[::127.0.0.1]", "[::7f00:1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1]", "[fe80::1%25lo]", "[::1%25lo]", "[::1%lo]", "[::1%251]",
        "[fec0::1]", "[fc00::1]", "[fd00::1]", "[ff01::1]", "[ff02::1]", "[::1].", "[::1", "::1", "[127.0.0.1]",
        "[localhost]", "[::1]x", "[[::1]]", "[::ffff:0x7f.0.0.1]", "[::1%00]", "[:: 1]",
    ]
    private static let authorities = [
        "https://192.0.2.1@127.0.0.1:{p}/", "https://192.0.2.1:443@127.0.0.1:{p}/", "https://a:b@127.0.0.1:{p}/",
        "https://@127.0.0.1:{p}/", "https://:@127.0.0.1:{p}/", "https://192.0.2.1%40127.0.0.1:{p}/",
        "https://127.0.0.1:{p}@192.0.2.1/", "https://192.0.2.1\\@127.0.0.1:{p}/", "https://127.0.0.1:{p}\\@192.0.2.1/",
        "https://192.0.2.1@127.0.0.1:{p}@192.0.2.1/", "https://127.0.0.1:{p}#@192.0.2.1/",
        "https://192.0.2.1#@127.0.0.1:{p}/", "https://127.0.0.1:{p}/#", "https://127.0.0.1:{p}?@192.0.2.1/",
        "https://192.0.2.1?@127.0.0.1:{p}/", "https://192.0.2.1 @127.0.0.1:{p}/", "https://192.0.2.1\t@127.0.0.1:{p}/",
        "https://192.0.2.1/@127.0.0.1:{p}/", "https://192.0.2.1/../../127.0.0.1:{p}/",
        "https://192.0.2.1//127.0.0.1:{p}/", "https://192.0.2.1;@127.0.0.1:{p}/",
    ]
    private static let ports = [
        "https://127.0.0.1:0{p}/", "https://127.0.0.1:00000{p}/", "https://127.0.0.1:+{p}/", "https://127.0.0.1: {p}/",
        "https://127.0.0.1:{p} /", "https://127.0.0.1:{p}:443/", "https://127.0.0.1:443:{p}/",
        "https://127.0.0.1::{p}/",
        "https://127.0.0.1:-1/", "https://127.0.0.1:65536/", "https://127.0.0.1:/", "https://127.0.0.1:{p}%00/",
        "https://127.0.0.1:\u{FF11}{p}/",
    ]
    private static let schemes =
        [
            "http", "HTTP", "hTTps", "ftp", "ftps", "file", "gopher", "gophers", "dict", "ldap", "ldaps", "smb",
            "telnet",
            "tftp", "scp", "sftp", "rtsp", "rtmp", "imap", "pop3", "smtp", "mqtt", "ws", "wss", "jar:https",
            "view-source",
            "blob", "javascript", "unix", "http+unix", "https+unix", "h2c", "httpx", "https\u{0}",
        ].map { "\($0)://127.0.0.1:{p}/" }
    private static let shapes = [
        "127.0.0.1:{p}", "//127.0.0.1:{p}/", "/127.0.0.1:{p}/", "https:127.0.0.1:{p}/", "https:/127.0.0.1:{p}/",
        "https:///127.0.0.1:{p}/", "https:////127.0.0.1:{p}/", "https:\\\\127.0.0.1:{p}\\", "https:/\\127.0.0.1:{p}/",
        " https://127.0.0.1:{p}/", "\thttps://127.0.0.1:{p}/", "\u{FEFF}https://127.0.0.1:{p}/",
        "https://127.0.0.1:{p}/\r\nHost: 192.0.2.1", "https://127.0.0.1:{p}/ HTTP/1.1", "https ://127.0.0.1:{p}/",
        "https://\n127.0.0.1:{p}/", "https://127.0.0.1\r\n:{p}/", "https:?//127.0.0.1:{p}/",
        "https://127.0.0.1:{p}/v1;https://192.0.2.1", "data:text/plain,127.0.0.1:{p}",
    ]

    static let all =
        (numbers + foreignDigits + names + version6).map { "https://\($0):{p}/v1" } + authorities + ports + schemes
        + shapes

    private static func url(_ text: String, _ canary: CanaryListener) -> String {
        text.split(separator: "{p}", omittingEmptySubsequences: false).joined(separator: "\(canary.port)")
    }

    @Test func `none of the hostile URLs reaches this machine`() async {
        let canary = CanaryListener()
        let client = HTTPClient()
        #expect(Set(Self.all).count >= 150)
        for text in Self.all {
            let failure = await client.failure(of: ClientRequest(.get, Self.url(text, canary)))
            switch failure {
            case .invalid, .refusedAddress: break
            // A name that does not exist, as nobody could look up what some of them become.
            case .unreachable(let reason) where reason.hasPrefix("Could not resolve host"): break
            default: Issue.record("\(text): \(String(describing: failure))")
            }
            #expect(canary.connections == 0, "\(text)")
        }
    }

    /// The premise of the test above: without the rule most of them do.
    @Test func `the canary sees those who may come`() async {
        let canary = CanaryListener()
        let timeouts = ClientTimeouts(connect: .seconds(1), firstByte: .milliseconds(300), total: .milliseconds(300))
        for (text, host) in [
            ("https://127.0.0.1:{p}/", "127.0.0.1"), ("https://0x7f.1:{p}/", "127.0.0.1"),
            ("https://[::1]:{p}/", "::1"), ("https://[0:0::0:1]:{p}/", "::1"), ("https://LOCALHOST:{p}/", "localhost"),
            ("https://2130706433:{p}/", "127.0.0.1"),
        ] {
            let client = HTTPClient(.init(allowPrivate: [host]))
            _ = await client.failure(of: ClientRequest(.get, Self.url(text, canary), timeouts: timeouts))
            #expect(canary.connections > 0, "\(text)")
        }
    }

    @Test func `an answer that points at this machine is not followed`() async throws {
        let canary = CanaryListener()
        for status in [301, 302, 303, 307, 308] {
            let location = "http://127.0.0.1:\(canary.port)/"
            let headers: Headers = [
                "Location": Text(location), "Refresh": "0; url=\(location)", "Alt-Svc": "h2=\"\(location)\"",
            ]
            try await ScriptedUpstream.serving([.answer(status, headers)]) { upstream in
                let client = HTTPClient.reaching(upstream)
                for _ in 0..<2 {
                    let answer = try await client.fetch(ClientRequest(.get, upstream.baseURL))
                    #expect(answer.status == status)
                }
            }
        }
        #expect(canary.connections == 0)
    }
}
