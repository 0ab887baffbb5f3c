import Domain
import Wire

extension Site {
    /// How people get in and out (chatmirror.md §2).
    static func arrivalRoutes(
        _ ports: Ports, _ options: SiteOptions, _ sessions: Sessions, _ exchange: ExchangeCookies, _ auditor: Auditor,
        _ confirmation: Confirmation
    ) -> [Route] {
        let entrance = Entrance(sessions: sessions, clock: ports.clock, auditor: auditor)
        let throttle = LoginThrottle(clock: ports.clock)
        let devices = KnownDevices(
            key: options.sealingKey, clock: ports.clock, cookie: HostCookie("device", isSecure: options.isSecure))
        let share = ShareSession(links: ports.links, throttle: throttle, entrance: entrance, exchange: exchange)
        let setup = Setup(
            users: ports.users, passwords: ports.passwords, token: options.setupToken, entrance: entrance,
            devices: devices)
        let check = PasswordCheck(
            users: ports.users, passwords: ports.passwords, throttle: throttle, devices: devices, auditor: auditor)
        let login = Login(check: check, confirmation: confirmation, entrance: entrance)
        let own = OwnSessions(entrance: entrance, devices: devices)
        let me = Myself(packages: ports.packages)
        return [
            Route(.post, "/api/session/share", .anyone, .api, bodyLimit: 4096, share.open),
            Route(.get, "/api/setup", .anyone, .api, setup.status),
            Route(.post, "/api/setup", .anyone, .api, bodyLimit: 4096, setup.create),
            Route(.post, "/api/user/login", .anyone, .api, bodyLimit: 4096, login.open),
            Route(.get, "/api/user/confirm", .admin, .api, isOfWeight: true, login.isConfirmed),
            Route(.post, "/api/user/confirm", .admin, .api, bodyLimit: 4096, login.confirm),
            Route(.post, "/api/user/logout", .anyone, .api, entrance.leave),
            Route(.get, "/api/user/logout", .anyone, .api, isActing: true, entrance.leave),
            Route(.get, "/api/user/self", .member, .api, me.show),
            Route(.get, "/api/user/sessions", .member, .api, own.list),
            Route(.post, "/api/user/logout_everywhere", .member, .api, own.end),
        ]
    }
}
