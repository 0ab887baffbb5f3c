import Domain
import Wire

extension Site {
    /// The panel's own interface (chatmirror.md §5).
    static func adminRoutes(_ ports: Ports, _ options: SiteOptions, _ auditor: Auditor) -> [Route] {
        let history = AuditHistory(audit: ports.audit)
        let export = AuditExport(audit: ports.audit, auditor: auditor)
        return memberRoutes(ports, options, auditor) + accountRoutes(ports, auditor) + [
            Route(.get, "/api/audit/", .admin, .api, history.list),
            Route(.post, "/api/audit/export", .admin, .api, isOfWeight: true, export.download),
            Route(.get, "/api/audit/export", .admin, .api, isActing: true, isOfWeight: true, export.download),
        ]
    }

    private static func memberRoutes(_ ports: Ports, _ options: SiteOptions, _ auditor: Auditor) -> [Route] {
        let members = Members(ports: ports, auditor: auditor)
        let links = MemberLinks(members: members, publicURL: options.publicURL)
        return [
            Route(.get, "/api/user/", .admin, .api, members.list),
            Route(.get, "/api/user/search", .admin, .api, members.search),
            Route(.get, "/api/user/:id", .admin, .api, members.show),
            Route(.post, "/api/user/", .admin, .api, members.create),
            Route(.put, "/api/user/", .admin, .api, members.update),
            Route(.delete, "/api/user/:id", .admin, .api, isOfWeight: true, members.delete),
            Route(.post, "/api/user/manage", .admin, .api, members.manage),
            Route(.get, "/api/user/:id/quota", .admin, .api, members.quota),
            Route(.post, "/api/user/:id/share_link", .admin, .api, links.issue),
            Route(.delete, "/api/user/:id/share_link", .admin, .api, links.revoke),
        ]
    }

    private static func accountRoutes(_ ports: Ports, _ auditor: Auditor) -> [Route] {
        let accounts = Accounts(ports: ports, auditor: auditor)
        let bindings = Bindings(ports: ports, auditor: auditor)
        let packages = Packages(packages: ports.packages, clock: ports.clock, auditor: auditor)
        return [
            Route(.get, "/api/channel/", .admin, .api, accounts.list),
            Route(.get, "/api/channel/search", .admin, .api, accounts.search),
            Route(.get, "/api/channel/:id", .admin, .api, accounts.show),
            Route(.post, "/api/channel/check", .admin, .api, accounts.check),
            Route(.post, "/api/channel/", .admin, .api, accounts.create),
            Route(.put, "/api/channel/", .admin, .api, accounts.update),
            Route(.delete, "/api/channel/:id", .admin, .api, isOfWeight: true, accounts.delete),
            Route(.post, "/api/channel/test", .admin, .api, accounts.testUnsaved),
            Route(.post, "/api/channel/fetch_models", .admin, .api, accounts.models),
            Route(.get, "/api/channel/fetch_models/:id", .admin, .api, isActing: true, accounts.storedModels),
            Route(.post, "/api/channel/test/:id", .admin, .api, accounts.test),
            Route(.get, "/api/channel/test/:id", .admin, .api, isActing: true, accounts.test),
            Route(.get, "/api/binding/", .admin, .api, bindings.list),
            Route(.post, "/api/binding/", .admin, .api, bindings.create),
            Route(.delete, "/api/binding/:id", .admin, .api, bindings.delete),
            Route(.get, "/api/package/", .admin, .api, packages.list),
            Route(.post, "/api/package/", .admin, .api, packages.create),
            Route(.put, "/api/package/", .admin, .api, packages.update),
            Route(.delete, "/api/package/:id", .admin, .api, packages.delete),
        ]
    }
}
