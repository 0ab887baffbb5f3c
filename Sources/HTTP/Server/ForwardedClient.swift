import JSON
import Transport
import Wire

/// Who is at the other end, seen through the proxies we trust.
struct ForwardedClient {
    private(set) var address: IPAddress
    private(set) var isSecure = false

    /// `X-Forwarded-For` is read from its right end, where the proxies next to us wrote; the first address that is no
    /// trusted proxy is the client. What stands left of it anybody may have written.
    init(_ headers: Headers, peer: IPAddress, isTrusted: (IPAddress) -> Bool) {
        address = peer
        guard isTrusted(peer) else { return }
        isSecure = headers.all("x-forwarded-proto").last?.asciiLowercased == "https"
        let hops = headers.all("x-forwarded-for").flatMap { $0.split(separator: UInt8(ascii: ",")) }
        for hop in hops.reversed() {
            guard let previous = IPAddress(hop: hop) else { return }
            address = previous
            guard isTrusted(previous) else { return }
        }
    }
}

extension IPAddress {
    /// What proxies write for an address (RFC 7239, §6 has the brackets): `203.0.113.7`, `203.0.113.7:5123`, `2001:db8::1`,
    /// `[2001:db8::1]`, `[2001:db8::1]:443`, with blanks around it. Nil for anything else.
    fileprivate init?(hop: Text) {
        let hop = hop.trimmed.utf8[...]
        var host = hop
        var port: Substring.UTF8View?
        if hop.first == UInt8(ascii: "[") {
            guard let end = hop.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            host = hop[..<end].dropFirst()
            guard host.contains(.colon) else { return nil }
            let rest = hop[hop.index(after: end)...]
            guard rest.isEmpty || rest.first == .colon else { return nil }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = hop.firstIndex(of: .colon), !hop[hop.index(after: colon)...].contains(.colon) {
            // One colon alone: no address of version 6 has so few.
            host = hop[..<colon]
            port = hop[hop.index(after: colon)...]
        }
        if let port, !port.isPort { return nil }
        self.init(String(Substring(host)))
    }
}

extension Substring.UTF8View {
    fileprivate var isPort: Bool {
        (1...5).contains(count) && allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && Int(Substring(self)).map { $0 <= 65_535 } == true
    }
}

extension UInt8 {
    fileprivate static let colon = UInt8(ascii: ":")
}
