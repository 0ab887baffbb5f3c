import Domain
import PanelAPI
import Web
import Wire

extension Surface {
    /// What people open in a browser.
    static func pages(
        _ uses: SiteUses, _ options: SiteOptions, _ shells: Shells, _ exchange: ExchangeCookies
    ) -> Surface {
        let pages = Pages(
            shells: shells, administrators: uses.administrators, exchange: exchange, timeZone: options.timeZone,
            looks: uses.looks, assistants: uses.assistants)
        let shared = SharedPages(shares: uses.shares, looks: uses.looks, shells: shells, clock: uses.clock)
        let status = StatusPage(availability: uses.availability, looks: uses.looks, shells: shells)
        return Surface(
            "pages", claiming: [.everything], failingAs: .page,
            [
                Route(.get, "/", .anyone, pages.home),
                Route(.get, "/c/:id", .member, pages.conversation),
                Route(.get, "/s", .anyone, pages.link),
                Route(.get, "/login", .anyone, pages.login),
                Route(.get, "/setup", .anyone, pages.setup),
                Route(.get, "/status", .anyone, status.show),
                Route(.get, "/admin", .admin, pages.admin),
                Route(.get, "/admin/:page", .admin, pages.admin),
            ] + shared.routes)
    }

    /// The files that pages need, and what a supervisor asks.
    static func files(_ assets: Assets, _ health: Health, _ looks: SiteLooks) -> Surface {
        let small = SmallFiles(looks: looks)
        let paths = [
            "/healthz", "/readyz", "/health", "/favicon.svg", "/favicon.ico", "/robots.txt", "/manifest.webmanifest",
        ]
        return Surface(
            "files", claiming: paths.map { .path($0) } + [.prefix("/assets/"), .prefix("/logo/")], failingAs: .plain,
            by: .none,
            [
                Route(.get, "/healthz", .anyone, health.alive),
                Route(.get, "/readyz", .anyone, health.ready),
                Route(.get, "/health", .anyone, health.counted),
                Route(.get, "/assets/:name", .anyone, assets.answer),
                Route(.get, "/assets/:name/:file", .anyone, assets.answer),
                Route(.get, "/favicon.svg", .anyone, small.icon),
                Route(.get, "/favicon.ico", .anyone, small.icon),
                Route(.get, "/robots.txt", .anyone, small.robots),
                Route(.get, "/manifest.webmanifest", .anyone, small.manifest),
                Route(.get, "/logo/:id", .anyone, small.logo),
            ])
    }
}
