import Domain
import Web
import Wire

extension Surface {
    /// How people get in and out (chatmirror.md §2).
    static func signInRoutes(
        _ uses: PanelUses, _ cookie: HostCookie, _ exchange: ExchangeCookies, _ devices: KnownDevices
    ) -> [Route] {
        let cookies = SessionCookies(cookie: cookie)
        let share = ShareSession(signIn: uses.signIn, cookies: cookies, exchange: exchange)
        let setup = Setup(
            administrators: uses.administrators, signIn: uses.signIn, cookies: cookies, devices: devices)
        let login = Login(signIn: uses.signIn, cookies: cookies, devices: devices)
        let own = OwnSessions(signIn: uses.signIn, cookies: cookies, devices: devices)
        let me = Myself(members: uses.members, writeUsage: uses.writeUsage)
        return [
            Route(.post, "/api/session/share", .anyone, bodyLimit: 4096, .shareToken, share.open),
            Route(.get, "/api/setup", .anyone, setup.status),
            Route(.post, "/api/setup", .anyone, bodyLimit: 4096, .firstAdministrator, setup.create),
            Route(.post, "/api/user/login", .anyone, bodyLimit: 4096, .credentials, login.open),
            Route(.get, "/api/user/confirm", .admin, needsStepUp: true, login.isConfirmed),
            Route(.post, "/api/user/confirm", .admin, bodyLimit: 4096, .password, login.confirm),
            Route(.post, "/api/user/logout", .anyone, login.leave),
            Route(.get, "/api/user/logout", .anyone, isActing: true, login.leave),
            Route(.get, "/api/user/self", .member, me.show),
            Route(.get, "/api/user/quota", .member, me.quota),
            Route(.get, "/api/user/sessions", .member, own.list),
            Route(.post, "/api/user/logout_everywhere", .member, own.end),
        ]
    }
}
