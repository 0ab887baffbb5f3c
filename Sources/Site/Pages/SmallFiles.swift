import Domain
import HTTP
import JSON
import Web
import Wire

/// What browsers and robots ask every server for.
struct SmallFiles: Sendable {
    let looks: SiteLooks

    func robots(_: Call) async throws(ChatError) -> Response {
        Self.file("User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8")
    }

    func icon(_: Call) async throws(ChatError) -> Response {
        Self.file(Self.svg, "image/svg+xml")
    }

    /// What a browser needs to install the page as an app.
    func manifest(_: Call) async throws(ChatError) -> Response {
        let name = await looks.shown().name
        let icon: JSONValue = ["src": "/favicon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"]
        let manifest: JSONValue = [
            "name": .string(name), "short_name": .string(name), "id": "/", "start_url": "/",
            "scope": "/", "display": "standalone", "background_color": "#ffffff", "theme_color": "#ffffff",
            "icons": [icon],
        ]
        return Self.file(manifest.serialized, "application/manifest+json")
    }

    /// The logo that administrators gave the site.
    func logo(_ call: Call) async throws(ChatError) -> Response {
        try await looks.logo(call.key("id")).response(cachedBy: "public")
    }

    private static func file(_ text: String, _ type: String) -> Response {
        Response(
            200, headers: ["content-type": "\(type)", "cache-control": "public, max-age=86400"],
            body: .bytes(Array(text.utf8)))
    }

    private static let svg = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2563eb"/>\
        <path d="M8 9h16v11h-8l-5 4v-4H8z" fill="#fff"/></svg>
        """
}
