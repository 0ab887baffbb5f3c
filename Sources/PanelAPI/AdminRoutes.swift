package import Domain
package import Web
import Wire

extension Surface {
    /// The panel's own interface (chatmirror.md §2, §4 and §5). `cookie` is that of sessions.
    package static func panel(
        _ uses: PanelUses, _ options: SiteOptions, cookie: HostCookie, _ exchange: ExchangeCookies,
        clock: any WallClock
    ) -> Surface {
        let devices = KnownDevices(
            key: options.sealingKey, clock: clock, cookie: HostCookie("device", isSecure: options.isSecure))
        let routes =
            signInRoutes(uses, cookie, exchange, devices) + userRoutes(uses, publicURL: options.publicURL)
            + channelRoutes(uses, clock) + ChannelChoice.routes(uses.choices)
            + ChannelImport.routes(uses.accounts, clock) + ChannelBulk.routes(uses.accounts, clock)
            + ChannelKeys.routes(uses.accounts)
            + ChannelReadings.routes(uses.accounts) + auditRoutes(uses)
            + Tokens.routes(uses.keys, clock: clock)
            + Logs.routes(uses.usage) + Options.routes(uses.settings) + Pricing.routes(uses.prices)
            + OwnJobs.routes(uses.jobs) + UserBalances.routes(uses.wallets) + Stats.routes(uses.statistics)
            + LiveCalls.routes(uses.live, clock: clock)
            + AlertPages.routes(uses.alerts) + AssistantPages.routes(uses.assistants) + SiteLogo.routes(uses.looks)
        return Surface("panel", claiming: [.prefix("/api/")], failingAs: .envelope, routes)
    }

    private static func auditRoutes(_ uses: PanelUses) -> [Route] {
        let history = AuditHistory(audit: uses.audit)
        let export = AuditExport(audit: uses.audit)
        return [
            Route(.get, "/api/audit/", .admin, history.list),
            Route(.post, "/api/audit/export", .admin, needsStepUp: true, export.download),
            Route(.get, "/api/audit/export", .admin, isActing: true, needsStepUp: true, export.download),
        ]
    }

    private static func userRoutes(_ uses: PanelUses, publicURL: String) -> [Route] {
        let users = Users(members: uses.members, wallets: uses.wallets)
        let links = UserLinks(links: uses.links, publicURL: publicURL)
        return [
            Route(.get, "/api/user/", .admin, users.list),
            Route(.get, "/api/user/search", .admin, users.search),
            Route(.get, "/api/user/:id", .admin, users.show),
            Route(.post, "/api/user/", .admin, .newMember, users.create),
            Route(.put, "/api/user/", .admin, .memberChange, users.update),
            Route(.delete, "/api/user/:id", .admin, needsStepUp: true, users.delete),
            Route(.post, "/api/user/manage", .admin, .memberAct, users.manage),
            Route(.get, "/api/user/:id/quota", .admin, users.quota),
            Route(.post, "/api/user/:id/share_link", .admin, .linkEnd, mayBeEmpty: true, links.issue),
            Route(.delete, "/api/user/:id/share_link", .admin, links.revoke),
        ]
    }

    private static func channelRoutes(_ uses: PanelUses, _ clock: any WallClock) -> [Route] {
        let channels = Channels(accounts: uses.accounts, clock: clock)
        let bindings = ChannelBindings(bindings: uses.bindings)
        let packages = UserPackages(packages: uses.packages)
        return [
            Route(.get, "/api/channel/", .admin, channels.list),
            Route(.get, "/api/channel/search", .admin, channels.search),
            Route(.get, "/api/channel/failing", .admin, channels.failing),
            Route(.get, "/api/channel/providers", .admin, channels.providers),
            Route(.get, "/api/channel/:id", .admin, channels.show),
            Route(.get, "/api/channel/:id/health", .admin, channels.history),
            Route(.post, "/api/channel/:id/retry", .admin, channels.retry),
            Route(.get, "/api/channel/:id/moves", .admin, channels.moves),
            Route(.post, "/api/channel/:id/move", .admin, .accountMove, channels.move),
            Route(.post, "/api/channel/check", .admin, takes: .json(AccountForm.shapes), channels.check),
            Route(.post, "/api/channel/", .admin, .newChannel, channels.create),
            Route(.put, "/api/channel/", .admin, takes: .json(AccountForm.changeShapes), channels.update),
            Route(.delete, "/api/channel/:id", .admin, needsStepUp: true, channels.delete),
            Route(.post, "/api/channel/test", .admin, takes: .json(AccountForm.shapes), channels.testUnsaved),
            Route(.post, "/api/channel/test_all", .admin, .testedChannels, mayBeEmpty: true, channels.testAll),
            Route(.get, "/api/channel/test", .admin, isActing: true, channels.testEvery),
            Route(.post, "/api/channel/fetch_models", .admin, takes: .json(AccountForm.shapes), channels.models),
            Route(.get, "/api/channel/fetch_models/:id", .admin, isActing: true, channels.storedModels),
            Route(.post, "/api/channel/test/:id", .admin, channels.test),
            Route(.get, "/api/channel/test/:id", .admin, isActing: true, channels.test),
            Route(.get, "/api/binding/", .admin, bindings.list),
            Route(.post, "/api/binding/", .admin, .newBinding, bindings.create),
            Route(.put, "/api/binding/order", .admin, .accountOrder, bindings.order),
            Route(.delete, "/api/binding/:id", .admin, bindings.delete),
            Route(.get, "/api/package/", .admin, packages.list),
            Route(.post, "/api/package/", .admin, .newPackage, packages.create),
            Route(.put, "/api/package/", .admin, .packageChange, packages.update),
            Route(.delete, "/api/package/:id", .admin, packages.delete),
            Route(.post, "/api/package/preview", .admin, .packagePreview, packages.preview),
        ]
    }
}
