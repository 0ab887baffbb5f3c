import HTTP
import Wire

/// What every answer carries (security.md §5.3). Pages get the policy that lets them run our own files and nothing else.
struct SecurityHeaders: Sendable {
    private let ofPages: Headers
    private let ofData: Headers

    init(isSecure: Bool) {
        ofPages = Self.headers(Self.pagePolicy, isSecure: isSecure)
        ofData = Self.headers(Self.dataPolicy, isSecure: isSecure)
    }

    /// No route sets any of these by itself, but for `Cache-Control`.
    func add(to response: inout Response, on surface: Route.Surface) {
        var headers = surface == .page ? ofPages : ofData
        headers.append(contentsOf: response.headers)
        if response.headers["cache-control"] == nil { headers.append("cache-control", "no-store") }
        response.headers = headers
    }

    private static func headers(_ policy: String, isSecure: Bool) -> Headers {
        var headers: Headers = [
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
            "content-security-policy": policy,
        ]
        if isSecure { headers["strict-transport-security"] = "max-age=31536000" }
        return headers.checkedOnce()
    }

    private static let dataPolicy = "default-src 'none'; frame-ancestors 'none'"
    private static let pagePolicy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
        connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
        require-trusted-types-for 'script'; trusted-types 'none'
        """
}
