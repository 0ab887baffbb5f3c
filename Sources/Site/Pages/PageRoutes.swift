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
            shells: shells, administrators: uses.administrators, exchange: exchange, timeZone: options.timeZone)
        let shared = SharedPages(shares: uses.shares, shells: shells, clock: uses.clock)
        return Surface(
            "pages", claiming: [.everything], failingAs: .page,
            [
                Route(.get, "/", .anyone, pages.home),
                Route(.get, "/c/:id", .member, pages.conversation),
                Route(.get, "/s", .anyone, pages.link),
                Route(.get, "/login", .anyone, pages.login),
                Route(.get, "/setup", .anyone, pages.setup),
                Route(.get, "/admin", .admin, pages.admin),
                Route(.get, "/admin/:page", .admin, pages.admin),
            ] + shared.routes)
    }

    /// The files that pages need, and what a supervisor asks.
    static func files(_ assets: Assets, _ health: Health) -> Surface {
        let paths = [
            "/healthz", "/readyz", "/health", "/favicon.svg", "/favicon.ico", "/robots.txt", "/manifest.webmanifest",
        ]
        return Surface(
            "files", claiming: paths.map { .path($0) } + [.prefix("/assets/")], failingAs: .plain, by: .none,
            [
                Route(.get, "/healthz", .anyone, health.alive),
                Route(.get, "/readyz", .anyone, health.ready),
                Route(.get, "/health", .anyone, health.counted),
                Route(.get, "/assets/:name", .anyone, assets.answer),
                Route(.get, "/assets/:name/:file", .anyone, assets.answer),
                Route(.get, "/favicon.svg", .anyone, SmallFiles.icon),
                Route(.get, "/favicon.ico", .anyone, SmallFiles.icon),
                Route(.get, "/robots.txt", .anyone, SmallFiles.robots),
                Route(.get, "/manifest.webmanifest", .anyone, SmallFiles.manifest),
            ])
    }
}
