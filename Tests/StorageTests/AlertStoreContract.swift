import Database
import Domain
import Storage
import TestKit
import Testing

/// What the store of alerts promises: one open alert for one thing, secrets that are sealed, and a log of what was told.
@Suite struct AlertStoreContract {
    private static let moment = Timestamp(seconds: 1_773_230_400)

    private static func channel(_ name: String) -> AlertChannel {
        var target = AlertTarget(url: Secret("https://hooks.example/robot?key=k-1234567890"), secret: Secret("s3cret"))
        target.to = ["1001"]
        return AlertChannel(
            id: ID(0), name: name, kind: .dingtalk, language: .chinese, target: target, createdAt: moment)
    }

    private static func alert(_ id: Int64 = 1) -> Alert {
        var facts = AlertFacts()
        (facts.reason, facts.affected, facts.stranded, facts.expiresAt) = ("HTTP 401", 9, 3, moment)
        return Alert(.needsLogin, of: AlertSubject(.account, id, name: "team-\(id)"), facts, at: moment)
    }

    private static func opening(_ alerts: [Alert]) -> AlertBook.Changes {
        var changes = AlertBook.Changes()
        changes.opened = alerts
        return changes
    }

    @Test(arguments: Engine.allCases)
    func `a rule is the usual one until somebody changes it`(engine: Engine) async throws {
        let bench = try await engine.open()
        defer { withExtendedLifetime(bench) {} }
        let store = bench.storage.alerts
        #expect(try await store.rules() == AlertRules())
        let rule = AlertRule(.disk, isEnabled: false, threshold: 7, isUrgent: false, silencedUntil: Self.moment)
        try await store.set(rule)
        try await store.set(rule)
        #expect(try await store.rules()[.disk] == rule)
        #expect(try await store.rules()[.errorRate] == .standard(.errorRate))
        #expect(try await store.settings() == AlertSettings())
        var settings = AlertSettings()
        (settings.quiet, settings.isStatusPublic) = (QuietHours(from: 1320, to: 420), true)
        try await store.set(settings)
        #expect(try await store.settings() == settings)
    }

    @Test(arguments: Engine.allCases)
    func `where a channel leads is sealed, and lost with its key alone`(engine: Engine) async throws {
        let bench = try await engine.open()
        let store = bench.storage.alerts
        let made = try await store.create(Self.channel("ops"))
        #expect(try await store.channel(made.id) == made)
        await #expect(throws: ChatError.conflict(.exists)) { try await store.create(Self.channel("ops")) }
        let stored = try await bench.database.read { session in
            try session.rows("SELECT sealed_target FROM alert_channels")[0]["sealed_target"] as [UInt8]
        }
        #expect(!String(decoding: stored, as: UTF8.self).contains("hooks.example"))
        var other = made
        (other.name, other.isEnabled, other.language) = ("night", false, .english)
        other.target?.secret = Secret("another")
        try await store.update(other)
        #expect(try await store.channels() == [other])
        try await bench.database.write { try $0.execute("UPDATE alert_channels SET sealed_target = \([UInt8(1), 2])") }
        #expect(try await store.channel(made.id).target == nil)
        #expect(try await bench.storage.dataKeys.unreadable() == [.alertChannel(made.id.value)])
        await #expect(throws: ChatError.notFound) { try await store.channel(ID(999)) }
        await #expect(throws: ChatError.notFound) { try await store.delete(ID(999), at: Self.moment) }
    }

    @Test(arguments: Engine.allCases)
    func `of two alerts for one thing the first stays open, until it is over`(engine: Engine) async throws {
        let bench = try await engine.open()
        defer { withExtendedLifetime(bench) {} }
        let store = bench.storage.alerts
        let first = Self.alert()
        try await store.apply(Self.opening([first]))
        try await store.apply(Self.opening([Self.alert()]))
        #expect(try await store.open() == [first])
        var changes = AlertBook.Changes()
        var over = first
        (over.closedAt, over.seenAt) = (Self.moment + .seconds(60), Self.moment + .seconds(20))
        over.facts.failed = 4
        changes.closed = [over]
        try await store.apply(changes)
        #expect(try await store.alert(first.id) == over)
        #expect(try await store.open().isEmpty)
        #expect(try await store.history(.all).items == [over])
        try await store.apply(Self.opening([Self.alert()]))
        #expect(try await store.open().count == 1)
        // Those that ended a while ago, and were told of or never will be, are no business of the book.
        #expect(try await store.current(since: Self.moment + .seconds(60)).count == 1)
        #expect(try await store.current(since: Self.moment).count == 2)
    }

    @Test(arguments: Engine.allCases)
    func `what is told is marked and put on its way at once`(engine: Engine) async throws {
        let bench = try await engine.open()
        let store = bench.storage.alerts
        let channel = try await store.create(Self.channel("ops"))
        let alerts = (1...3).map { Self.alert($0) }
        try await store.apply(Self.opening(alerts))
        let notice = AlertNotice(.fired, alerts, count: 30, at: Self.moment)
        let delivery = AlertDelivery(
            notice, through: channel.id, named: channel.name, createdAt: Self.moment, nextAt: Self.moment)
        try await store.tell(notice, of: alerts.map(\.id), [delivery])
        #expect(try await store.open().allSatisfy { $0.told == Alert.Told(at: Self.moment, isGrouped: true) })
        #expect(try await store.due(at: Self.moment - .seconds(1), atMost: 9).isEmpty)
        var due = try #require(try await store.due(at: Self.moment, atMost: 9).first)
        #expect(due == delivery && due.notice.alerts.map(\.facts) == alerts.map(\.facts) && due.notice.count == 30)
        due.note(AlertFailure(.refused, "310000 sign not match"), at: Self.moment)
        try await store.save(due)
        #expect(try await store.deliveries(.all).items == [due])
        #expect(try await store.due(at: Self.moment, atMost: 9).isEmpty)
        // With its channel it is given up.
        try await store.delete(channel.id, at: Self.moment + .seconds(5))
        let given = try await store.deliveries(.all).items[0]
        #expect(given.state == .failed && given.nextAt == nil && given.result == "deleted")
        try await store.silence(alerts[0].id, until: Self.moment + .seconds(9))
        #expect(try await store.alert(alerts[0].id).silencedUntil == Self.moment + .seconds(9))
    }

    @Test(arguments: Engine.allCases)
    func `what is old is forgotten, and what is open is not`(engine: Engine) async throws {
        let bench = try await engine.open()
        defer { withExtendedLifetime(bench) {} }
        let store = bench.storage.alerts
        var over = Self.alert(1)
        over.closedAt = Self.moment
        try await store.record(over)
        try await store.record(over)
        try await store.record(Self.alert(2))
        let notice = AlertNotice(.test, [], at: Self.moment)
        try await store.save(
            AlertDelivery(
                notice, through: ID(1), named: "x", state: .delivered, createdAt: Self.moment, nextAt: nil,
                endedAt: Self.moment))
        try await store.save(
            AlertDelivery(notice, through: ID(1), named: "x", createdAt: Self.moment, nextAt: Self.moment))
        let later = Self.moment + .seconds(1)
        try await store.purge(alertsBefore: later, deliveriesBefore: later)
        #expect(try await store.history(.all).total == 0)
        #expect(try await store.open().map(\.subject.id) == [2])
        #expect(try await store.deliveries(.all).items.map(\.state) == [.waiting])
    }
}
