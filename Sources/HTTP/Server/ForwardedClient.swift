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
            guard let previous = IPAddress(hop.trimmed.string) else { return }
            address = previous
            guard isTrusted(previous) else { return }
        }
    }
}
