import Domain
import Foundation
import HTTP
import Site
import Transport
import Web

/// Serves until SIGTERM or SIGINT, then drains: running answers get a minute, a second signal cuts it short.
struct Serve {
    private let configuration: Configuration
    private let log: Log

    /// How long running answers may go on after the signal; the rest of the exit takes seconds.
    private static let grace = Duration.seconds(60)

    init(_ configuration: Configuration) {
        self.configuration = configuration
        log = Log(level: Log.Level(named: configuration.logLevel) ?? .info)
    }

    func run() async throws {
        let files = try SiteFiles.find()
        Signals.ignoreBrokenPipes()
        Descriptors.raiseLimit()
        let terminations = Signals.terminations()
        let loops = LoopGroup()
        let world = try await Compose.world(configuration, loops: loops, log: log)
        let welcome = try await Welcome(world, publicURL: configuration.publicURL)
        let useCases = UseCases(world, setupToken: welcome.setupToken)
        let site = try Site(
            useCases.site, chat: useCases.chat, panel: useCases.panel, relay: useCases.relay,
            SiteOptions(
                publicURL: configuration.publicURL, timeZone: configuration.timeZone.identifier, assets: files.assets,
                templates: files.templates, sealingKey: world.key),
            log: log)
        let server = HTTPServer(loops: loops, options: try serverOptions(), log: log) { await site.respond(to: $0) }
        // Nobody is shown an answer as running that a dead process left behind.
        await AbandonedCharges(world).endTurns()
        await AbandonedResponses(world).end()
        // A start that fails for want of the port must not use up the link that is printed once.
        _ = try Listener.bind(host: configuration.host, port: configuration.port, count: 1)
        try await welcome.announce(useCases)
        try server.listen(host: configuration.host, port: configuration.port)
        if configuration.isOpenToReaders {
            log.warn(
                "plain http beyond this machine shows passwords and links to everybody on the way",
                .init("url", id: configuration.publicURL))
        }
        warnOfMiniProgram()
        log.info("serving", .init("version", id: ChatMirror.version), .init("url", id: configuration.publicURL))
        let services = Services.start(in: world, useCases)
        await drain(server, world, after: terminations)
        await services.stop()
        await world.close()
        log.info("stopped")
    }

    private func warnOfMiniProgram() {
        guard let options = configuration.miniProgram else { return }
        if options.payer.isEmpty { log.warn("nobody pays for the mini-program: miniprogram.user is not set") }
        if !configuration.ignored.isEmpty {
            log.warn(
                "variables are set that are not read: accounts of the mini-program are made in the panel",
                .init("variables", diagnostic: configuration.ignored.joined(separator: ", ")))
        }
    }

    private func serverOptions() throws -> ServerOptions {
        var options = ServerOptions()
        options.trustedProxies = try configuration.trustedProxies.map { text in
            guard let range = CIDR(text) else { throw ConfigurationError("server.trusted_proxies: \(text) is no CIDR") }
            return range
        }
        return options
    }

    /// Waits for the calls of programs as long as for turns. Sessions would last; one may begin while the server begins to stop.
    private func restOfCalls(in world: World) async {
        let end = world.clock.now + Self.grace
        while !world.usage.running.isEmpty, world.clock.now < end, !Task.isCancelled {
            world.calls.endIdleSessions()
            await world.clock.sleep(.milliseconds(100))
        }
    }

    /// Ends those that are left, and waits until what is kept of them is stored.
    private func endOfCalls(in world: World) async {
        world.calls.stopAll()
        let end = world.clock.now + .seconds(5)
        while !world.calls.running.isEmpty, world.clock.now < end { await world.clock.sleep(.milliseconds(20)) }
    }

    private func drain(_ server: HTTPServer, _ world: World, after terminations: AsyncStream<Signals.Termination>) async
    {
        var terminations = terminations.makeAsyncIterator()
        _ = await terminations.next()
        log.info("stopping", .init("running", world.turns.running.count))
        let jobs = Task(executorPreference: world.loops.next()) { await world.jobs.drain() }
        let calls = Task(executorPreference: world.loops.next()) { await restOfCalls(in: world) }
        let impatience = Task(executorPreference: world.loops.next()) { [terminations] in
            var terminations = terminations
            guard await terminations.next() != nil else { return }
            calls.cancel()
            await world.turns.drain(within: .zero)
        }
        await world.turns.drain(within: Self.grace)
        await calls.value
        await endOfCalls(in: world)
        await jobs.value
        impatience.cancel()
        await server.drain(within: .seconds(2))
    }
}
