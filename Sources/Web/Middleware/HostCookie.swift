import Domain
import HTTP
package import JSON
package import Wire

/// A cookie that no script can read: its name and attributes, as the scheme of the public URL allows.
package struct HostCookie: Sendable {
    /// `__Host-` pins the cookie to this very host, but needs https.
    package let name: String
    private let isSecure: Bool

    package init(_ name: String, isSecure: Bool) {
        self.name = isSecure ? "__Host-" + name : name
        self.isSecure = isSecure
    }

    /// The header value that sets it for so many seconds.
    package func header(_ value: String, lasting span: Duration) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(span.components.seconds)"
            + (isSecure ? "; Secure" : "")
    }

    /// The header value that makes the browser forget it.
    package var clearing: String { header("", lasting: .zero) }

    /// What came under its name, each value once, in the order of the request. There may be several: without `__Host-`
    /// another program on the same host can set one of the same name, and it may come first.
    package func values(in cookies: Cookies, upTo limit: Int) -> [Text] {
        var seen: Set<Text> = []
        return cookies.all(Text(name)).filter { value in
            !value.isEmpty && value.byteCount <= limit && seen.insert(value).inserted
        }
    }
}
