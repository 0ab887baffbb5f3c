import HTTP
import Wire

extension Response {
    /// Adds what every answer carries (security.md §5.3). Pages get the policy that lets them run our own files and nothing else.
    mutating func addSecurityHeaders(for surface: Route.Surface, isSecure: Bool) {
        headers["x-content-type-options"] = "nosniff"
        headers["referrer-policy"] = "no-referrer"
        headers["cross-origin-opener-policy"] = "same-origin"
        headers["cross-origin-resource-policy"] = "same-origin"
        headers["permissions-policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        headers["content-security-policy"] = surface == .page ? Self.pagePolicy : Self.dataPolicy
        if isSecure { headers["strict-transport-security"] = "max-age=31536000" }
        if headers["cache-control"] == nil { headers["cache-control"] = "no-store" }
    }

    private static let dataPolicy = "default-src 'none'; frame-ancestors 'none'"
    private static let pagePolicy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
        connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
        require-trusted-types-for 'script'; trusted-types 'none'
        """
}
