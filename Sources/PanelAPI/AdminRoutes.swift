package import Domain
package import Web
import Wire

extension Surface {
    /// The panel's own interface (chatmirror.md §2, §4 and §5).
    package static func panel(
        _ ports: Ports, _ options: SiteOptions, _ sessions: Sessions, _ exchange: ExchangeCookies, _ trail: AuditTrail,
        _ confirmation: Confirmation
    ) -> Surface {
        Surface(
            "panel", claiming: [.prefix("/api/")], failingAs: .envelope,
            arrivalRoutes(ports, options, sessions, exchange, trail, confirmation)
                + adminRoutes(ports, options, trail)
                + Tokens.routes(
                    Keys(
                        keys: ports.apiKeys, users: ports.users, standings: ports.standings, clock: ports.clock,
                        trail: trail), clock: ports.clock)
                + Logs.routes(ports.charges, trail))
    }

    private static func adminRoutes(_ ports: Ports, _ options: SiteOptions, _ trail: AuditTrail) -> [Route] {
        let history = AuditHistory(audit: ports.audit)
        let export = AuditExport(audit: ports.audit, trail: trail)
        return memberRoutes(ports, options, trail) + accountRoutes(ports, trail) + [
            Route(.get, "/api/audit/", .admin, history.list),
            Route(.post, "/api/audit/export", .admin, isOfWeight: true, export.download),
            Route(.get, "/api/audit/export", .admin, isActing: true, isOfWeight: true, export.download),
        ]
    }

    private static func memberRoutes(_ ports: Ports, _ options: SiteOptions, _ trail: AuditTrail) -> [Route] {
        let members = Members(ports: ports, trail: trail)
        let links = MemberLinks(members: members, publicURL: options.publicURL)
        return [
            Route(.get, "/api/user/", .admin, members.list),
            Route(.get, "/api/user/search", .admin, members.search),
            Route(.get, "/api/user/:id", .admin, members.show),
            Route(.post, "/api/user/", .admin, members.create),
            Route(.put, "/api/user/", .admin, members.update),
            Route(.delete, "/api/user/:id", .admin, isOfWeight: true, members.delete),
            Route(.post, "/api/user/manage", .admin, members.manage),
            Route(.get, "/api/user/:id/quota", .admin, members.quota),
            Route(.post, "/api/user/:id/share_link", .admin, links.issue),
            Route(.delete, "/api/user/:id/share_link", .admin, links.revoke),
        ]
    }

    private static func accountRoutes(_ ports: Ports, _ trail: AuditTrail) -> [Route] {
        let accounts = Accounts(ports: ports, trail: trail)
        let bindings = Bindings(ports: ports, trail: trail)
        let packages = Packages(packages: ports.packages, clock: ports.clock, trail: trail)
        return [
            Route(.get, "/api/channel/", .admin, accounts.list),
            Route(.get, "/api/channel/search", .admin, accounts.search),
            Route(.get, "/api/channel/:id", .admin, accounts.show),
            Route(.post, "/api/channel/check", .admin, accounts.check),
            Route(.post, "/api/channel/", .admin, accounts.create),
            Route(.put, "/api/channel/", .admin, accounts.update),
            Route(.delete, "/api/channel/:id", .admin, isOfWeight: true, accounts.delete),
            Route(.post, "/api/channel/test", .admin, accounts.testUnsaved),
            Route(.post, "/api/channel/fetch_models", .admin, accounts.models),
            Route(.get, "/api/channel/fetch_models/:id", .admin, isActing: true, accounts.storedModels),
            Route(.post, "/api/channel/test/:id", .admin, accounts.test),
            Route(.get, "/api/channel/test/:id", .admin, isActing: true, accounts.test),
            Route(.get, "/api/binding/", .admin, bindings.list),
            Route(.post, "/api/binding/", .admin, bindings.create),
            Route(.delete, "/api/binding/:id", .admin, bindings.delete),
            Route(.get, "/api/package/", .admin, packages.list),
            Route(.post, "/api/package/", .admin, packages.create),
            Route(.put, "/api/package/", .admin, packages.update),
            Route(.delete, "/api/package/:id", .admin, packages.delete),
        ]
    }
}
