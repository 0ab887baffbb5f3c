internal import CCurl

/// A URL that has passed the rules for outgoing requests, in libcurl's own representation:
/// what was checked is exactly what is asked, with no second parser in between.
final class TargetURL {
    let handle: OpaquePointer
    /// Not a constant: a rule that is broken below must find a whole object, so that `deinit` frees the handle.
    private(set) var isPrivateAllowed = false

    /// `viaProxy`: the proxy will look the name up, so only what the URL itself shows can be checked.
    init(_ text: String, allowing hosts: PrivateHosts, viaProxy: Bool) throws(ClientError) {
        guard let handle = curl_url() else { throw .invalid("out of memory") }
        self.handle = handle
        let status = curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER))
        guard status == CURLUE_OK else { throw .invalid(String(cString: curl_url_strerror(status))) }
        let scheme = handle.part(CURLUPART_SCHEME) ?? ""
        guard scheme == "https" || scheme == "http" else { throw .invalid("the scheme is neither https nor http") }
        guard handle.part(CURLUPART_USER) == nil, handle.part(CURLUPART_PASSWORD) == nil else {
            throw .invalid("user or password in the URL")
        }
        guard handle.part(CURLUPART_FRAGMENT) == nil else { throw .invalid("fragment in the URL") }
        guard handle.part(CURLUPART_ZONEID) == nil else { throw .invalid("zone in the URL") }
        let host = handle.host
        let port = handle.part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap { Int($0) } ?? 0
        isPrivateAllowed = hosts.allow(host, port: port)
        guard !isPrivateAllowed else { return }
        guard scheme == "https" else { throw .invalid("http is only for hosts in upstream.allow_private") }
        if let address = NetworkAddress(host), !address.isPublic { throw .refusedAddress(host) }
        if viaProxy, host.isLocalName { throw .refusedAddress(host) }
    }

    deinit { curl_url_cleanup(handle) }

    /// What a request's first line names: path and query, as they stand in the URL.
    var requestTarget: String {
        let query = handle.part(CURLUPART_QUERY).map { "?" + $0 } ?? ""
        return (handle.part(CURLUPART_PATH) ?? "/") + query
    }

    /// The `Host` of a request.
    var authority: String {
        let host = handle.part(CURLUPART_HOST) ?? ""
        return handle.part(CURLUPART_PORT, UInt32(CURLU_NO_DEFAULT_PORT)).map { "\(host):\($0)" } ?? host
    }
}

extension OpaquePointer {
    /// One part of a `CURLU`; nil when it has none.
    func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(self, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// Lower case, without brackets and final dots.
    var host: String {
        var host = (part(CURLUPART_HOST) ?? "").lowercased()[...]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        while host.hasSuffix(".") { host = host.dropLast() }
        return String(host)
    }
}

extension String {
    fileprivate var isLocalName: Bool {
        !contains(".") && !contains(":")
            || ["localhost", "local", "internal", "home.arpa"].contains { self == $0 || hasSuffix("." + $0) }
    }
}

/// A proxy's URL, taken apart and checked.
struct ProxyURL {
    /// What libcurl is told.
    let text: String
    let isPrivateAllowed: Bool
    /// It shows that no connection to it will be made.
    let isRefused: Bool

    init(_ text: String, allowing hosts: PrivateHosts) throws(ClientError) {
        guard let handle = curl_url() else { throw .invalid("out of memory") }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
        guard curl_url_set(handle, CURLUPART_URL, text, flags) == CURLUE_OK else { throw .invalid("proxy URL") }
        switch handle.part(CURLUPART_SCHEME) {
        case "http", "https", "socks5h": self.text = text
        // libcurl would look the name up here and hand the proxy an address that nobody checked.
        case "socks5": self.text = "socks5h" + text.dropFirst("socks5".count)
        default: throw .invalid("the proxy's scheme is none of http, https, socks5, socks5h")
        }
        let port = handle.part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap { Int($0) } ?? 1080
        isPrivateAllowed = hosts.allow(handle.host, port: port)
        let isPublic = NetworkAddress(handle.host)?.isPublic ?? !handle.host.isLocalName
        isRefused = !isPrivateAllowed && !isPublic
    }
}
