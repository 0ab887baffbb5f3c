package import HTTP
import JSON
import Wire

/// What every answer carries (security.md §5.3). Pages get the policy that lets them run our own files and nothing else.
package struct SecurityHeaders: Sendable {
    private let ofPages: Kinds
    private let ofData: Kinds

    /// For answers that say themselves how they may be kept, and for those that nobody may keep.
    private struct Kinds {
        let kept: Headers
        let unkept: Headers
    }

    package init(isSecure: Bool) {
        ofPages = Self.kinds(Self.pagePolicy, isSecure: isSecure)
        ofData = Self.kinds(Self.dataPolicy, isSecure: isSecure)
    }

    /// No route sets any of these by itself, but for `Cache-Control`.
    package func add(to response: inout Response, isPage: Bool) {
        let kinds = isPage ? ofPages : ofData
        var headers = response.headers["cache-control"] == nil ? kinds.unkept : kinds.kept
        headers.append(contentsOf: response.headers)
        response.headers = headers
    }

    private static func kinds(_ policy: Text, isSecure: Bool) -> Kinds {
        var headers: Headers = [
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
            "content-security-policy": policy,
        ]
        if isSecure { headers["strict-transport-security"] = "max-age=31536000" }
        var unkept = headers
        unkept.append("cache-control", "no-store")
        return Kinds(kept: headers.checkedOnce(), unkept: unkept.checkedOnce())
    }

    private static let dataPolicy: Text = "default-src 'none'; frame-ancestors 'none'; sandbox"
    private static let pagePolicy: Text = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
        connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
        require-trusted-types-for 'script'; trusted-types 'none'
        """
}
