import Domain
import TestKit
import Testing

/// A database that is gone is told of all the same, by one process, and written down when it is back.
@Suite(.timeLimit(.minutes(5))) struct LostStoresTests {
    private let world: World
    private let sender = RecordingSender()
    private let missing = Watched([String]())

    init() async throws { world = try await World() }

    private func process() -> LostStores {
        LostStores(
            store: world.ports.alerts, sender: sender, rate: world.ports.callRate, calendar: UTCCalendar(),
            clock: world.clock
        ) { [missing] in missing.read { $0 } }
    }

    private func addChannel() async throws {
        let target = AlertTarget(url: Secret("https://hooks.example/x"))
        _ = try await world.ports.alerts.create(
            AlertChannel(
                id: ID(0), name: "ops", kind: .slack, language: .english, target: target, createdAt: world.clock.now))
    }

    private func pass(_ processes: [LostStores], rounds: Int) async {
        for _ in 0..<rounds {
            world.clock.advance(by: .seconds(5))
            for process in processes { await process.round() }
        }
    }

    @Test func `of two processes one tells, and tells of the end`() async throws {
        try await addChannel()
        let processes = [process(), process()]
        await pass(processes, rounds: 1)
        missing.change { $0 = ["database"] }
        await pass(processes, rounds: 8)
        #expect(sender.notices.map(\.kind) == [.fired])
        #expect(sender.notices[0].alerts[0].subject.name == "database")
        // Nothing is written while it is away.
        #expect(try await world.ports.alerts.deliveries(Page(offset: 0, limit: 9)).total == 0)
        missing.change { $0 = [] }
        await pass(processes, rounds: 30)
        #expect(sender.notices.map(\.kind) == [.fired, .recovered])
        #expect(try await world.ports.alerts.deliveries(Page(offset: 0, limit: 9)).total == 2)
        let past = try await world.ports.alerts.history(Page(offset: 0, limit: 9)).items
        #expect(past.contains { $0.kind == .storeGone && $0.told != nil && $0.recoveryTold != nil })
    }

    @Test func `what is away for a moment is told of by nobody`() async throws {
        try await addChannel()
        let one = process()
        await pass([one], rounds: 1)
        missing.change { $0 = ["database"] }
        await pass([one], rounds: 3)
        missing.change { $0 = [] }
        await pass([one], rounds: 20)
        #expect(sender.notices.isEmpty)
    }

    @Test func `a channel that takes nothing at first is tried again without a database`() async throws {
        try await addChannel()
        let one = process()
        await pass([one], rounds: 1)
        missing.change { $0 = ["database"] }
        sender.failure = AlertFailure(.unreachable)
        await pass([one], rounds: 8)
        #expect(sender.notices.isEmpty)
        sender.failure = nil
        await pass([one], rounds: 20)
        #expect(sender.notices.map(\.kind) == [.fired])
        #expect(one.lost["database"] != nil && one.lost["redis"] == nil)
    }
}
