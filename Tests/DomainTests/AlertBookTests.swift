import TestKit
import Testing

@testable import Domain

/// When something becomes an alert, when it is over, and what is told of it.
@Suite struct AlertBookTests {
    private static let start = Timestamp(seconds: 1_773_230_400)
    private static let every = Set(AlertKind.allCases)

    private static func condition(_ number: Int64, _ kind: AlertKind = .needsLogin) -> AlertCondition {
        AlertCondition(kind, of: AlertSubject(.account, number, name: "team-\(number)"))
    }

    /// What a store would have after each look, and what was told.
    private struct Course {
        var alerts: [Key<Alert>: Alert] = [:]
        var told: [AlertNotice] = []
        var rules = AlertRules()
        var quiet: QuietHours?

        mutating func look(_ conditions: [AlertCondition], _ kinds: Set<AlertKind> = every, at now: Timestamp) {
            var book = AlertBook(Array(alerts.values))
            let changes = book.look(conditions, at: kinds, under: rules, at: now)
            for alert in changes.opened + changes.seen + changes.closed { alerts[alert.id] = alert }
            let plan = AlertPlan(rules, quiet: quiet, calendar: UTCCalendar())
            for (notice, tolds) in plan.due(Array(alerts.values), beyond: changes.beyond, at: now) {
                told.append(notice)
                for alert in tolds {
                    let moment = Alert.Told(at: now, isGrouped: notice.isGrouped)
                    if notice.kind == .fired { alerts[alert.id]?.told = moment }
                    if notice.kind == .recovered { alerts[alert.id]?.recoveryTold = moment }
                }
            }
        }

        var kinds: [AlertNotice.Kind] { told.map(\.kind) }
    }

    @Test func `what flaps every second is one alert and one recovery`() {
        var course = Course()
        for second in 0..<600 {
            course.look(second % 2 == 0 ? [Self.condition(1)] : [], at: Self.start + .seconds(Int64(second)))
        }
        #expect(course.kinds == [.fired])
        for second in 600..<700 { course.look([], at: Self.start + .seconds(Int64(second))) }
        #expect(course.kinds == [.fired, .recovered])
        #expect(course.alerts.count == 1)
    }

    @Test func `what comes back within the hour has to stay away for twice as long`() throws {
        var course = Course()
        var now = Self.start
        for span in [60, 120, 240, 480, 960, 1800, 1800] {
            course.look([Self.condition(1)], at: now)
            course.look([], at: now + .seconds(Int64(span) - 1))
            #expect(course.alerts.values.contains { $0.isOpen }, "after \(span)")
            now = now + .seconds(Int64(span))
            course.look([], at: now)
            #expect(!course.alerts.values.contains { $0.isOpen }, "after \(span)")
        }
        let later = now + AlertBook.memory
        course.look([Self.condition(1)], at: later)
        #expect(course.alerts.values.first { $0.isOpen }?.settle == Alert.usualSettle)
    }

    @Test func `what was not looked at neither begins nor ends`() {
        var course = Course()
        course.look([Self.condition(1)], at: Self.start)
        course.look([], Self.every.subtracting([.needsLogin]), at: Self.start + .seconds(3600))
        #expect(course.alerts.values.allSatisfy { $0.isOpen })
    }

    @Test func `a rule that is switched off ends its alerts without a word`() {
        var course = Course()
        course.look([Self.condition(1)], at: Self.start)
        course.look([Self.condition(1)], at: Self.start + .seconds(20))
        #expect(course.kinds == [.fired])
        course.rules = AlertRules([AlertRule(.needsLogin, isEnabled: false, threshold: 0, isUrgent: false)])
        course.look([Self.condition(1)], at: Self.start + .seconds(30))
        course.look([], at: Self.start + .seconds(200))
        #expect(course.alerts.values.allSatisfy { !$0.isOpen })
        #expect(course.kinds == [.fired])
    }

    @Test func `three within five minutes are told as one, and those that follow together`() {
        var course = Course()
        let all = (1...9).map { Self.condition($0) }
        course.look(Array(all[..<1]), at: Self.start)
        #expect(course.told.isEmpty)
        course.look(Array(all[..<1]), at: Self.start + .seconds(15))
        course.look(Array(all[..<3]), at: Self.start + .seconds(40))
        course.look(Array(all[..<3]), at: Self.start + .seconds(55))
        #expect(course.told.map(\.count) == [1, 3])
        for second in stride(from: 60, to: 350, by: 10) {
            course.look(all, at: Self.start + .seconds(Int64(second)))
        }
        #expect(course.told.map(\.count) == [1, 3])
        course.look(all, at: Self.start + .seconds(356))
        #expect(course.told.map(\.count) == [1, 3, 6])
        #expect(Set(course.told[2].alerts.map(\.subject.id)) == Set(4...9))
    }

    @Test func `ten thousand within a minute are few rows and one message`() {
        var course = Course()
        for second in 0..<60 {
            let some = (0..<10_000).map { Self.condition(Int64($0)) }
            course.look(some, at: Self.start + .seconds(Int64(second)))
        }
        #expect(course.alerts.count == AlertBook.mostOpen)
        #expect(course.told.count == 1)
        #expect(course.told[0].count == 10_000 && course.told[0].alerts.count == AlertNotice.mostNamed)
        #expect(AlertWords(in: .english).body(of: course.told[0]).last == "… and 9980 more")
    }

    @Test func `in quiet hours what is urgent is told, and the rest afterwards if it is still so`() {
        var course = Course()
        course.quiet = QuietHours(from: 22 * 60, to: 7 * 60)
        let night = Self.start + .seconds(11 * 3600)
        let full = AlertCondition(.disk, of: .site)
        course.look([Self.condition(1), Self.condition(2), full], at: night)
        course.look([Self.condition(1), Self.condition(2), full], at: night + .seconds(20))
        #expect(course.told.map { $0.alerts[0].kind } == [.disk])
        // The second is over before anybody is awake.
        course.look([Self.condition(1), full], at: night + .seconds(200))
        let morning = Self.start + .seconds(19 * 3600)
        course.look([Self.condition(1), full], at: morning)
        #expect(course.told.map { $0.alerts[0].subject.id } == [0, 1])
        #expect(course.kinds == [.fired, .fired])
    }

    @Test func `silence keeps an alert to itself until its end`() throws {
        var course = Course()
        course.look([Self.condition(1), Self.condition(2)], at: Self.start)
        let one = try #require(course.alerts.values.first { $0.subject.id == 1 })
        course.alerts[one.id]?.silencedUntil = Self.start + .seconds(600)
        course.look([Self.condition(1), Self.condition(2)], at: Self.start + .seconds(30))
        #expect(course.told.map { $0.alerts[0].subject.id } == [2])
        course.look([Self.condition(1), Self.condition(2)], at: Self.start + .seconds(600))
        #expect(course.told.map { $0.alerts[0].subject.id } == [2, 1])
    }

    @Test func `a delivery is tried five times, later each time, and then given up`() {
        let notice = AlertNotice(.test, [], at: Self.start)
        var delivery = AlertDelivery(notice, through: ID(1), named: "x", createdAt: Self.start, nextAt: Self.start)
        var now = Self.start
        for pause in AlertDelivery.pauses {
            delivery.note(AlertFailure(.timedOut), at: now)
            #expect(delivery.state == .waiting && delivery.nextAt == now + pause)
            now = now + pause
        }
        delivery.note(AlertFailure(.timedOut), at: now)
        #expect(delivery.state == .failed && delivery.nextAt == nil && delivery.attempts == 5)
        #expect(AlertWords(in: .english).reason(delivery.result) == "No answer in time")
        var other = AlertDelivery(notice, through: ID(1), named: "x", createdAt: Self.start, nextAt: Self.start)
        other.note(AlertFailure(.privateAddress, isFinal: true), at: Self.start)
        #expect(other.state == .failed)
        var patient = AlertDelivery(notice, through: ID(1), named: "x", createdAt: Self.start, nextAt: Self.start)
        patient.note(AlertFailure(.status, "HTTP 429", wait: .seconds(120)), at: Self.start)
        #expect(patient.nextAt == Self.start + .seconds(120))
    }

    @Test func `every kind has words in both languages, and none of them is empty`() {
        for kind in AlertKind.allCases {
            var facts = AlertFacts()
            (facts.value, facts.limit, facts.affected, facts.stranded) = (3, 5, 9, 3)
            facts.reason = "token_invalidated"
            let alert = Alert(kind, of: AlertSubject(.account, 1, name: "team-03"), facts, at: Self.start)
            let (english, chinese) = (AlertWords(in: .english), AlertWords(in: .chinese))
            #expect(!english.title(of: alert).isEmpty && english.title(of: alert) != chinese.title(of: alert))
            #expect(english.details(of: alert).contains("token_invalidated"))
            #expect(chinese.details(of: alert).contains("3 位没有其他可用账号"))
        }
        for fault in AlertFailure.Fault.allCases {
            let result = AlertFailure(fault, "HTTP 500").result
            #expect(AlertWords(in: .english).reason(result) != AlertWords(in: .chinese).reason(result))
            #expect(AlertWords(in: .english).reason(result).hasSuffix("HTTP 500"))
        }
    }
}
