import Domain
import Wire

extension Site {
    /// What people open in a browser, and the files it needs.
    static func pageRoutes(_ ports: Ports, _ options: SiteOptions, _ shells: Shells, _ exchange: ExchangeCookies)
        -> [Route]
    {
        let pages = Pages(shells: shells, users: ports.users, exchange: exchange, timeZone: options.timeZone)
        let assets = shells.assets
        return [
            Route(.get, "/", .anyone, .page, pages.home),
            Route(.get, "/c/:id", .member, .page, pages.conversation),
            Route(.get, "/s", .anyone, .page, pages.link),
            Route(.get, "/login", .anyone, .page, pages.login),
            Route(.get, "/setup", .anyone, .page, pages.setup),
            Route(.get, "/admin", .admin, .page, pages.admin),
            Route(.get, "/admin/:page", .admin, .page, pages.admin),
            Route(.get, "/assets/:name", .anyone, .plain, assets.answer),
            Route(.get, "/assets/:name/:file", .anyone, .plain, assets.answer),
            Route(.get, "/favicon.svg", .anyone, .plain, SmallFiles.icon),
            Route(.get, "/favicon.ico", .anyone, .plain, SmallFiles.icon),
            Route(.get, "/robots.txt", .anyone, .plain, SmallFiles.robots),
        ]
    }
}
