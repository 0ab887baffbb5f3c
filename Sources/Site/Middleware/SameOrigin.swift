import HTTP
import Wire

/// Tells our own pages from foreign ones (chatmirror.md §1): no cookie route acts for another site.
struct SameOrigin: Sendable {
    let publicAuthority: String

    /// `Sec-Fetch-Site` decides where a browser sends it; else `Origin`, if there is one, must name this host.
    func allows(_ request: Request) -> Bool {
        if let site = request.headers["sec-fetch-site"] { return site == "same-origin" }
        guard let origin = request.headers["origin"] else { return true }
        let schemes: [Text] = ["http://", "https://"]
        guard let scheme = schemes.first(where: origin.hasPrefix) else { return false }
        let authority = Text(Substring(origin.utf8.dropFirst(scheme.byteCount))).asciiLowercased
        return authority == request.headers["host"]?.asciiLowercased
            || authority == Text(publicAuthority).asciiLowercased
    }
}
