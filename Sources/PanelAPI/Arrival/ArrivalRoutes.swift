import Domain
import Web
import Wire

extension Surface {
    /// How people get in and out (chatmirror.md §2).
    static func arrivalRoutes(
        _ ports: Ports, _ options: SiteOptions, _ sessions: Sessions, _ exchange: ExchangeCookies, _ trail: AuditTrail,
        _ confirmation: Confirmation
    ) -> [Route] {
        let entrance = Entrance(sessions: sessions, clock: ports.clock, trail: trail)
        let throttle = LoginThrottle(clock: ports.clock)
        let devices = KnownDevices(
            key: options.sealingKey, clock: ports.clock, cookie: HostCookie("device", isSecure: options.isSecure))
        let share = ShareSession(links: ports.links, throttle: throttle, entrance: entrance, exchange: exchange)
        let setup = Setup(
            users: ports.users, passwords: ports.passwords, token: options.setupToken, entrance: entrance,
            devices: devices)
        let check = PasswordCheck(
            users: ports.users, passwords: ports.passwords, throttle: throttle, devices: devices, trail: trail)
        let login = Login(check: check, confirmation: confirmation, entrance: entrance)
        let own = OwnSessions(entrance: entrance, devices: devices)
        let me = Myself(packages: ports.packages, ledger: ports.ledger)
        return [
            Route(.post, "/api/session/share", .anyone, bodyLimit: 4096, share.open),
            Route(.get, "/api/setup", .anyone, setup.status),
            Route(.post, "/api/setup", .anyone, bodyLimit: 4096, setup.create),
            Route(.post, "/api/user/login", .anyone, bodyLimit: 4096, login.open),
            Route(.get, "/api/user/confirm", .admin, isOfWeight: true, login.isConfirmed),
            Route(.post, "/api/user/confirm", .admin, bodyLimit: 4096, login.confirm),
            Route(.post, "/api/user/logout", .anyone, entrance.leave),
            Route(.get, "/api/user/logout", .anyone, isActing: true, entrance.leave),
            Route(.get, "/api/user/self", .member, me.show),
            Route(.get, "/api/user/quota", .member, me.quota),
            Route(.get, "/api/user/sessions", .member, own.list),
            Route(.post, "/api/user/logout_everywhere", .member, own.end),
        ]
    }
}
