import Domain
import HTTP
import Wire

/// Tells our own pages from foreign ones (chatmirror.md §1): no cookie route acts for another site.
struct SameOrigin: Sendable {
    let publicAuthority: String

    /// For a GET that does something: a browser says that our own page asks, or a client of New API names its user, in a
    /// header that no other site can add. Whether it names the right one is `names`' to say.
    func allowsActing(_ request: Request) -> Bool { isOwn(request) || request.headers[Self.userHeader] != nil }

    /// Does the request come from our own page, or name `user` as a client of New API does?
    func names(_ user: User?, in request: Request) -> Bool {
        if isOwn(request) { return true }
        guard let user, let named = request.headers[Self.userHeader] else { return false }
        return named.utf8.elementsEqual(user.id.description.utf8)
    }

    private static let userHeader = "new-api-user"

    private func isOwn(_ request: Request) -> Bool {
        request.headers["sec-fetch-site"]?.utf8.elementsEqual("same-origin".utf8) == true
    }

    /// `Sec-Fetch-Site` decides where a browser sends it; else `Origin`, if there is one, must name this host.
    func allows(_ request: Request) -> Bool {
        if let site = request.headers["sec-fetch-site"] { return site == "same-origin" }
        guard let origin = request.headers["origin"] else { return true }
        guard let scheme = ["http://", "https://"].first(where: origin.hasPrefix) else { return false }
        let authority = origin.dropFirst(scheme.count).lowercased()
        return authority == request.headers["host"]?.lowercased() || authority == publicAuthority.lowercased()
    }
}
