import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Upstream
import Wire

/// A member with two accounts behind sockets: Ann, who is asked first and does what a test says, and Bob, who answers well.
final class TwoAccounts: Sendable {
    let world: World
    let stream: MarkedStream
    private let program: Program
    private let sockets: Sockets
    let ann: Account
    let bob: Account

    /// What a question came to.
    struct Seen {
        var response: Response
        var reader: StreamReader
        /// How often each account was asked for it.
        var ann = 0
        var bob = 0
        var text = ""
        var isWhole = false
        var hasError = false
    }

    init(_ stream: MarkedStream) async throws {
        self.stream = stream
        sockets = Sockets(stream)
        world = try await World(limits: [Limit(1_000_000, per: .day)], asking: sockets.backend)
        let (ports, alice, now) = (world.ports, world.alice.user.id, world.clock.now)
        let others = try await ports.bindings.list(of: alice, to: nil, Page(offset: 0, limit: 10)).items
        for binding in others { try await ports.bindings.delete(binding.id) }
        func account(_ name: String, at upstream: ScriptedUpstream, priority: Int) async throws -> Account {
            var account = Account(
                id: ID(0), name: name, provider: stream.provider, baseURL: upstream.baseURL, models: ["alpha"],
                createdAt: now)
            if account.formats.first != stream.format { account.options.formats = [stream.format] }
            let made = try await ports.accounts.create(account, key: Secret("key of \(name)"))
            _ = try await ports.bindings.create(alice, made.id, mode: .shared, priority: priority, at: now)
            return made
        }
        ann = try await account("Ann", at: sockets.ann, priority: 1)
        bob = try await account("Bob", at: sockets.bob, priority: 0)
        program = await Program(world, of: world.alice)
    }

    /// Ann does `steps` from now on; nil: answers well. `isSilent`: nobody waits long for more.
    func plan(_ steps: [ScriptedUpstream.Step]?, isSilent: Bool = false) { sockets.plan(steps, isSilent: isSilent) }

    func ask() async -> Seen {
        sockets.forget()
        // Rows are listed by their time.
        world.clock.advance(by: .milliseconds(1))
        let response = await program.ask(in: stream.asked, stream: true)
        let reader = StreamReader(response)
        await reader.end()
        var seen = Seen(response: response, reader: reader)
        (seen.ann, seen.bob) = sockets.counts
        let values = stream.asked.values(in: reader)
        seen.text = stream.asked.text(in: values)
        seen.isWhole = response.status == 200 && stream.asked.isWhole(reader)
        let last = values.last
        seen.hasError = last?["error"]?.members != nil || last?["type"] == "error" || last?["type"] == "response.failed"
        return seen
    }

    func state(of account: Account) -> AccountHealth.State { world.ports.pool.health(of: account.id).state }

    /// Both count as well again.
    func reset() { for account in [ann, bob] { _ = world.ports.pool.reset(account.id) } }

    /// Of every call in its turn, whether it is charged.
    func charged() async throws -> [Bool] {
        await world.dispatcher().writeUsage()
        let rows = try await world.ports.charges.list(UsageFilter(), after: nil, Page(offset: 0, limit: 100_000))
        return rows.reversed().map { $0.entry.settlement == .committed }
    }
}

/// The accounts' upstreams, and the clients that ask them.
private final class Sockets: Sendable {
    let ann: ScriptedUpstream
    let bob: ScriptedUpstream
    private let state: Watch

    final class Watch: Sendable {
        struct Counts { var steps: [ScriptedUpstream.Step]?, isSilent = false, ann = 0, bob = 0 }
        let counts = Mutex(Counts())
    }

    init(_ stream: MarkedStream) {
        let state = Watch()
        self.state = state
        let good = ["Ann", "Bob"].map { [ScriptedUpstream.Step.send(CutStream(stream, of: $0, inChunks: true).bytes)] }
        ann = ScriptedUpstream { _ in
            state.counts.withLock { counts in
                counts.ann += 1
                return counts.steps ?? good[0]
            }
        }
        bob = ScriptedUpstream { _ in
            state.counts.withLock { $0.bob += 1 }
            return good[1]
        }
    }

    deinit {
        ann.stop()
        bob.stop()
    }

    func plan(_ steps: [ScriptedUpstream.Step]?, isSilent: Bool) {
        state.counts.withLock { ($0.steps, $0.isSilent) = (steps, isSilent) }
    }
    func forget() { state.counts.withLock { ($0.ann, $0.bob) = (0, 0) } }
    var counts: (Int, Int) { state.counts.withLock { ($0.ann, $0.bob) } }

    var backend: some ConversationBackend {
        let client = HTTPClient(.init(allowPrivate: [ann.host, bob.host]))
        let short = ClientTimeouts(firstByte: .milliseconds(200), idle: .milliseconds(200))
        return Backend(
            patient: HTTPBackend(client: client), impatient: HTTPBackend(client: client, timeouts: short), state: state)
    }

    /// Waits as accounts usually do, but for one that is to fall silent.
    private struct Backend: ConversationBackend {
        let patient: HTTPBackend
        let impatient: HTTPBackend
        let state: Watch

        func answer(
            _ prompt: Prompt, as account: Account, key: Secret,
            after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
        ) async throws(UpstreamError) -> FinishReason {
            let isSilent = account.name == "Ann" && state.counts.withLock { $0.isSilent }
            return try await (isSilent ? impatient : patient).answer(
                prompt, as: account, key: key, after: permission, to: sink)
        }

        func probe(_: Account, key _: Secret) async throws(UpstreamError) -> AccountFindings { AccountFindings() }
    }
}
