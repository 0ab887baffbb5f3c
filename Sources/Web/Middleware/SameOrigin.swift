package import Domain
package import HTTP
import JSON
import Wire

/// Tells our own pages from foreign ones (chatmirror.md §1): no cookie route acts for another site.
package struct SameOrigin: Sendable {
    package let publicAuthority: String

    package init(publicAuthority: String) {
        self.publicAuthority = publicAuthority
    }

    /// For a GET that does something: a browser says that our own page asks, or a client of New API names its user, in a
    /// header that no other site can add. Whether it names the right one is `names`' to say.
    package func allowsActing(_ request: Request) -> Bool { isOwn(request) || request.headers[Self.userHeader] != nil }

    /// Does the request come from our own page, or name `user` as a client of New API does?
    package func names(_ user: User?, in request: Request) -> Bool {
        if isOwn(request) { return true }
        guard let user, let named = request.headers[Self.userHeader] else { return false }
        return named == Text(user.id.description)
    }

    private static let userHeader: Text = "new-api-user"

    private func isOwn(_ request: Request) -> Bool {
        request.headers["sec-fetch-site"] == "same-origin"
    }

    /// `Sec-Fetch-Site` decides where a browser sends it; else `Origin`, if there is one, must name this host.
    package func allows(_ request: Request) -> Bool {
        if let site = request.headers["sec-fetch-site"] { return site == "same-origin" }
        guard let origin = request.headers["origin"] else { return true }
        let schemes: [Text] = ["http://", "https://"]
        guard let scheme = schemes.first(where: origin.hasPrefix) else { return false }
        let authority = Text(Substring(origin.utf8.dropFirst(scheme.byteCount))).asciiLowercased
        return authority == request.headers["host"]?.asciiLowercased
            || authority == Text(publicAuthority).asciiLowercased
    }
}
