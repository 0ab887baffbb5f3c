import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Wire

/// Alerts from what is wrong to what is told, and what administrators say of them.
@Suite(.timeLimit(.minutes(5))) struct AlertTests {
    private let world: World
    private let sender = RecordingSender()
    private let watch: AlertWatch

    init() async throws {
        world = try await World()
        watch = world.ports.alertWatch()
    }

    private var clock: ManualClock { world.clock }
    private var outbox: AlertOutbox { AlertOutbox(store: world.ports.alerts, sender: sender, clock: clock) }

    /// What is not looked at every time is looked at too.
    private func look(_ count: Int = 1, after span: Duration = .seconds(10)) async throws {
        for _ in 0..<count {
            clock.advance(by: span)
            try await watch.round(0)
            try await outbox.round()
        }
    }

    private func put(_ target: String, _ json: JSONValue, as person: Person) async -> Response {
        await world.respond(to: .put, target, as: person, json: json)
    }

    private func fail(_ account: Account, _ state: AccountHealth.State = .needsLogin) async throws {
        let health = AccountHealth(
            state: state, reason: AccountLogin.ended("token_invalidated"), since: clock.now, changedAt: clock.now)
        try await world.ports.accounts.note(health, of: account.id)
    }

    @discardableResult
    private func addChannel(_ kind: String = "webhook", _ name: String = "ops") async throws -> Int64 {
        let answer = await world.post(
            "/api/alerts/channels",
            [
                "name": .string(Text(name)), "kind": .string(Text(kind)), "language": "en",
                "url": "https://hooks.example.com/secret-of-the-address", "secret": "secret-of-the-channel",
            ], as: world.admin)
        #expect(answer.status == 200, "\(answer.text)")
        return try #require(answer.json["data"]?["id"]?.integer)
    }

    private var acts: [AuditAction] {
        get async throws { try await world.ports.audit.rows(after: 0, atMost: 200).map(\.entry.action) }
    }

    // MARK: From what is wrong to what is told

    @Test func `an account that needs a login is told once, with whom it hits, and so is its recovery`() async throws {
        try await addChannel()
        try await fail(world.account)
        try await look(6)
        #expect(sender.notices.map(\.kind) == [.fired, .fired])
        let alert = try #require(sender.notices.flatMap(\.alerts).first { $0.kind == .needsLogin })
        #expect(alert.facts.reason == "token_invalidated" && alert.facts.affected == 2 && alert.facts.stranded == 2)
        // It is the only one, so that none is left: that is another alert.
        #expect(sender.notices.flatMap(\.alerts).contains { $0.kind == .fewHealthy })
        let shown = await world.get("/api/alerts/", as: world.admin).json["data"]
        #expect(shown?["total"] == 2)
        let item = shown?["items"]?.array?.first { $0["kind"] == "needs_login" }
        #expect(item?["title"] == "Account “shared” needs a new login")
        #expect(item?["text"]?.text?.string.contains("without another account that works: 2") == true)

        let health = AccountHealth(since: clock.now, changedAt: clock.now)
        try await world.ports.accounts.note(health, of: world.account.id)
        try await look(12)
        #expect(sender.notices.map(\.kind) == [.fired, .fired, .recovered, .recovered])
        #expect(await world.get("/api/alerts/", as: world.admin).json["data"]?["total"] == 0)
        let past = await world.get("/api/alerts/history", as: world.admin).json["data"]
        #expect(past?["total"] == 2)
    }

    @Test func `what cools down for a moment is none, and for longer is one`() async throws {
        try await addChannel()
        try await fail(world.account, .cooling)
        try await look(3)
        #expect(try await world.ports.alerts.open().map(\.kind) == [.fewHealthy])
        try await look(4)
        #expect(Set(try await world.ports.alerts.open().map(\.kind)) == [.fewHealthy, .accountDead])
    }

    @Test func `three accounts that fail at once are one message`() async throws {
        try await addChannel()
        try await fail(world.account)
        for name in ["b", "c", "d"] {
            try await fail(try await world.ports.addAccount(name, models: ["alpha"], at: clock.now))
        }
        _ = try await world.ports.addAccount("works", models: ["alpha"], at: clock.now)
        try await look(6)
        #expect(sender.notices.map(\.count) == [4])
        let words = AlertWords(in: .english)
        #expect(words.title(of: sender.notices[0]).hasPrefix("Pool problem: 4 accounts"))
    }

    @Test func `sign-ins that are refused again and again are an attack`() async throws {
        for _ in 0..<30 {
            let entry = AuditEntry(
                at: clock.now, actor: .init(address: "203.0.113.9"), action: .login, result: .refused)
            try await world.ports.audit.append(entry)
        }
        try await look()
        let alert = try #require(try await world.ports.alerts.open().first)
        #expect(alert.kind == .signInsAttacked && alert.facts.value == 30)
        try await look(after: .seconds(400))
        #expect(try await world.ports.alerts.open().isEmpty)
    }

    @Test func `a full disk and a lost Redis are found`() async throws {
        let lost = clock.now
        let watch = world.ports.alertWatch(lost: { ["redis": lost] }, disk: .init(free: 5, total: 100))
        clock.advance(by: .seconds(20))
        try await watch.round(0)
        let found = try await world.ports.alerts.open()
        #expect(Set(found.map(\.kind)) == [.disk, .storeGone])
        #expect(found.first { $0.kind == .storeGone }?.subject.name == "redis")
        #expect(found.first { $0.kind == .disk }?.facts.value == 5)
    }

    @Test func `a channel that takes nothing is tried again, and given up in the end`() async throws {
        try await addChannel()
        sender.failure = AlertFailure(.timedOut)
        try await fail(world.account)
        try await look(4)
        let first = await world.get("/api/alerts/deliveries", as: world.admin).json["data"]?["items"]?[0]
        #expect(first?["state"] == "waiting" && first?["result"] == "No answer in time")
        for pause in AlertDelivery.pauses { try await look(2, after: pause) }
        let given = try await world.ports.alerts.deliveries(Page(offset: 0, limit: 10)).items
        #expect(given.count == 2 && given.allSatisfy { $0.state == .failed && $0.attempts == 5 })
    }

    // MARK: What administrators say

    @Test func `a channel is entered once and its secrets are never shown again`() async throws {
        let id = try await addChannel()
        let list = await world.get("/api/alerts/channels", as: world.admin)
        #expect(!list.text.contains("secret-of-the") && list.text.contains(#""secret_end":"nnel""#))
        #expect(list.json["data"]?["items"]?[0]?["host"] == "https://hooks.example.com")
        // Another host: the secret was not entered for it.
        let moved = await put(
            "/api/alerts/channels", ["id": .integer(id), "url": "https://other.example.com/x"], as: world.admin)
        #expect(moved.json["data"]?["has_secret"] == false && moved.json["data"]?["name"] == "ops")
        let bad: [(JSONValue, String)] = [
            (["id": .integer(id), "url": "ftp://x.example"], "url"),
            (["id": .integer(id), "url": "https://u@x.example"], "url"),
        ]
        for (body, field) in bad {
            let answer = await put("/api/alerts/channels", body, as: world.admin)
            #expect(answer.status == 422 || answer.status == 400, "\(answer.text)")
            #expect(answer.text.contains(field))
        }
        let again = await world.post(
            "/api/alerts/channels",
            ["name": "ops", "kind": "slack", "url": "https://hooks.example.com/y"], as: world.admin)
        #expect(again.status == 409)
        #expect(await world.respond(to: .delete, "/api/alerts/channels/\(id)", as: world.admin).status == 200)
        let rows = try await world.ports.audit.rows(after: 0, atMost: 200)
        let told = rows.map { "\($0.entry.before)\($0.entry.after)" }.joined()
        #expect(!told.contains("secret-of-the"))
        let expected: [AuditAction] = [.alertChannelCreated, .alertChannelChanged, .alertChannelDeleted]
        #expect(rows.map(\.entry.action).filter { expected.contains($0) } == expected)
    }

    @Test func `mail and Telegram must say from whom and to whom`() async throws {
        let mail: JSONValue = ["name": "m", "kind": "mail", "url": "smtps://mail.example.com"]
        for (fields, field) in [
            ([:], "from"), (["from": "a@b.example"], "to"), (["from": "a@b.example", "to": ["x"]], "to"),
            (["from": "a b@c.example", "to": ["x@y.example"]], "from"),
            (["from": "a@b.example", "to": ["x@y.example>\r\nBcc: z"]], "to"),
        ] as [(JSONValue, String)] {
            var body = mail
            for member in fields.members ?? [] { body[member.key] = member.value }
            let answer = await world.post("/api/alerts/channels", body, as: world.admin)
            #expect(answer.status >= 400 && answer.text.contains(field), "\(answer.text)")
        }
        let token = await world.post(
            "/api/alerts/channels",
            ["name": "t", "kind": "telegram", "secret": "12:a/../x", "to": ["1"]], as: world.admin)
        #expect(token.status >= 400)
        let good = await world.post(
            "/api/alerts/channels", ["name": "t", "kind": "telegram", "secret": "12:abc", "to": ["-100"]],
            as: world.admin)
        #expect(good.json["data"]?["host"] == "https://api.telegram.org", "\(good.text)")
    }

    @Test func `rules, quiet hours and silence are kept and written down`() async throws {
        let rule = await put(
            "/api/alerts/rules", ["kind": "error_rate", "threshold": 50, "urgent": true], as: world.admin)
        #expect(rule.json["data"]?["threshold"] == 50 && rule.json["data"]?["enabled"] == true)
        let beyond = await put("/api/alerts/rules", ["kind": "error_rate", "threshold": 101], as: world.admin)
        #expect(beyond.status >= 400 && beyond.text.contains("threshold"))
        let quiet = await put(
            "/api/alerts/settings", ["quiet_from": 1320, "quiet_to": 420], as: world.admin)
        #expect(quiet.json["data"]?["quiet_to"] == 420)
        #expect(await put("/api/alerts/settings", ["quiet_from": 5], as: world.admin).status >= 400)
        let off = await put(
            "/api/alerts/settings", ["quiet_from": nil, "quiet_to": nil], as: world.admin)
        #expect(off.json["data"]?["quiet_from"] == JSONValue.null)
        let silence = await world.post("/api/alerts/silence", ["kind": "disk", "minutes": 60], as: world.admin)
        #expect(silence.status == 200)
        #expect(try await world.ports.alerts.rules()[.disk].silencedUntil == clock.now + .seconds(3600))
        #expect(await world.post("/api/alerts/silence", ["id": "nobody", "minutes": 5], as: world.admin).status == 404)
        let expected: [AuditAction] = [.alertRuleChanged, .alertsConfigured, .alertsConfigured, .alertSilenced]
        #expect(try await acts.filter { expected.contains($0) } == expected)
    }

    @Test func `a test says at once what came of it`() async throws {
        let id = try await addChannel()
        // Nobody listens behind the channels of a world.
        let answer = await world.post("/api/alerts/channels/\(id)/test", [:], as: world.admin)
        #expect(answer.json["data"]?["state"] == "failed" && answer.json["data"]?["result"] == "No connection")
        #expect(await world.get("/api/alerts/deliveries", as: world.admin).json["data"]?["total"] == 1)
        #expect(try await acts.contains(.alertChannelTested))
    }

    // MARK: Moving

    @Test func `members without another account are moved to one with room, and the others stay`() async throws {
        let spare = try await world.ports.addAccount("spare", models: ["alpha"], at: clock.now)
        let own = try await world.ports.addAccount("own", models: ["alpha"], at: clock.now)
        let other = try await world.ports.addAccount("other", models: ["gamma"], at: clock.now)
        try await world.ports.bind(world.bob, to: other, at: clock.now)
        let carol = try await world.ports.users.create(NewUser(username: "carol", createdAt: clock.now))
        _ = try await world.ports.bindings.create(carol.id, own.id, mode: .dedicated, priority: 0, at: clock.now)
        try await fail(world.account)
        let moves = await world.get("/api/channel/\(world.account.id)/moves", as: world.admin).json["data"]
        #expect(moves?["members"] == ["alice"] && moves?["count"] == 1)
        #expect(moves?["targets"]?.array?.compactMap { $0["name"]?.text?.string } == ["spare"])
        let refused = await world.post(
            "/api/channel/\(world.account.id)/move", ["to": .integer(own.id.value)], as: world.admin)
        #expect(refused.status == 409)
        let done = await world.post(
            "/api/channel/\(world.account.id)/move", ["to": .integer(spare.id.value)], as: world.admin)
        #expect(done.json["data"]?["members"] == ["alice"], "\(done.text)")
        #expect(try await world.ports.bindings.accounts(of: world.alice.user.id).map(\.account.name) == ["spare"])
        #expect(try await world.ports.bindings.accounts(of: world.bob.user.id).count == 2)
        #expect(try await acts.contains(.bindingsMoved))
    }
}

/// Takes every notice, unless it has a reason not to.
final class RecordingSender: AlertSender {
    private let state = Mutex<(notices: [AlertNotice], failure: AlertFailure?)>(([], nil))

    var notices: [AlertNotice] { state.withLock(\.notices) }
    var failure: AlertFailure? {
        get { state.withLock(\.failure) }
        set { state.withLock { $0.failure = newValue } }
    }

    func send(_ notice: AlertNotice, through _: AlertChannel) async throws(AlertFailure) {
        if let failure { throw failure }
        state.withLock { $0.notices.append(notice) }
    }
}
