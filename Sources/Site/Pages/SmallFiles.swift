import Domain
import HTTP
import JSON
import Web
import Wire

/// What browsers and robots ask every server for.
enum SmallFiles {
    @Sendable static func robots(_: Call) async throws(ChatError) -> Response {
        file("User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8")
    }

    @Sendable static func icon(_: Call) async throws(ChatError) -> Response {
        file(svg, "image/svg+xml")
    }

    /// What a browser needs to install the page as an app.
    @Sendable static func manifest(_: Call) async throws(ChatError) -> Response {
        let icon: JSONValue = ["src": "/favicon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"]
        let manifest: JSONValue = [
            "name": .string(Language.product), "short_name": .string(Language.product), "id": "/", "start_url": "/",
            "scope": "/", "display": "standalone", "background_color": "#ffffff", "theme_color": "#ffffff",
            "icons": [icon],
        ]
        return file(manifest.serialized, "application/manifest+json")
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
