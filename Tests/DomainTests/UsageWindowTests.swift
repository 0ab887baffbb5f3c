import Domain
import JSON
import TestKit
import Testing

@testable import Domain

/// How much of an account is used, and what that does to it.
@Suite struct UsageWindowTests {
    private let clock = ManualClock()
    private let pool: AccountPool
    private let id = ID<Account>(1)

    init() { pool = AccountPool(clock: clock) }

    private func window(_ percent: Double, isReached: Bool? = nil, resetsIn seconds: Int64 = 3600) -> UsageWindow {
        UsageWindow("5h", usedPercent: percent, resetsAt: clock.now + .seconds(seconds), isReached: isReached)
    }

    @Test func `names say how long a window is`() {
        #expect(UsageWindow.name(ofMinutes: 300) == "5h" && UsageWindow.name(ofMinutes: 10_080) == "7d")
        #expect(UsageWindow.name(ofMinutes: 45) == "45m" && UsageWindow.name(ofMinutes: 0) == "0m")
    }

    @Test func `a span counts from when it was told`() {
        let windows = UsageWindows([UsageWindow("5h", usedPercent: 100, resetsIn: .seconds(60))], readAt: clock.now)
        #expect(windows.windows[0].resetsAt == clock.now + .seconds(60))
        #expect(windows.exhaustedUntil(at: clock.now) == clock.now + .seconds(60))
        #expect(windows.exhaustedUntil(at: clock.now + .seconds(60)) == nil)
    }

    @Test func `what the upstream says of a window goes before its percentage`() {
        #expect(UsageWindows([window(100, isReached: false)], readAt: clock.now).exhaustedUntil(at: clock.now) == nil)
        #expect(UsageWindows([window(99, isReached: true)], readAt: clock.now).exhaustedUntil(at: clock.now) != nil)
        #expect(UsageWindows([window(99)], readAt: clock.now).exhaustedUntil(at: clock.now) == nil)
    }

    @Test func `an account whose window is used up with an answer rests until the window begins anew`() {
        _ = pool.note([window(100, resetsIn: 7 * 86_400)], of: id)
        let health = pool.note(.finished(.stop), of: id, for: "m")
        #expect(health?.state == .limited && health?.until == clock.now + .seconds(7 * 86_400))
        #expect(health?.reason == UsageWindows.reached)
        // What was told once counts once: another answer without a word of it ends the rest.
        #expect(pool.note(.finished(.stop), of: id, for: "m")?.state == .healthy)
    }

    @Test func `a refusal for its rate means the window that is used up`() {
        _ = pool.note([window(100)], of: id)
        let failure = UpstreamFailure(.upstreamRateLimited, status: 429, detail: "no")
        #expect(pool.note(.failed(failure), of: id, for: "m")?.until == clock.now + .seconds(3600))
        _ = pool.note([window(100)], of: id)
        let other = pool.note(.failed(UpstreamFailure(.upstreamAuth, status: 401, detail: "no")), of: id, for: "m")
        #expect(other?.state == .needsLogin)
    }

    @Test func `a long rest is looked after every 45 seconds, a short one when it is over`() {
        var health = AccountHealth()
        _ = health.record(
            .init(fault: .exhausted(.seconds(5 * 86_400)), mayTryAnother: true), "x", for: "m", at: clock.now)
        #expect(health.availability(for: "m", at: clock.now + .seconds(86_400)) == .out(until: health.until))
        #expect(!health.wantsProbe(at: clock.now + .seconds(44)))
        #expect(health.wantsProbe(at: clock.now + .seconds(45)))
        let last = clock.now + .seconds(45)
        #expect(!health.wantsProbe(at: last + .seconds(44), last: last))
        #expect(health.wantsProbe(at: last + .seconds(45), last: last))
        var short = AccountHealth()
        _ = short.record(.init(fault: .rateLimited(.seconds(3600)), mayTryAnother: true), "x", for: "m", at: clock.now)
        #expect(!short.wantsProbe(at: clock.now + .seconds(900)))
    }

    @Test func `a look that finds nothing new is not repeated at once`() {
        _ = pool.note(
            .init(fault: .exhausted(.seconds(5 * 86_400)), mayTryAnother: true), "x", of: id, for: "m")
        var looks = 0
        for _ in 0..<60 {
            for found in pool.beginProbes(atMost: 8) {
                looks += 1
                let wait = pool.health(of: found).until! - clock.now
                _ = pool.note(.init(fault: .exhausted(wait), mayTryAnother: true), "x", of: found, for: "m")
                pool.endProbe(of: found)
            }
            clock.advance(by: .seconds(5))
        }
        #expect(looks == 6, "in five minutes")
    }

    @Test func `an account that nobody is signed in to waits for a person`() {
        var health = AccountHealth()
        _ = health.record(
            .init(fault: .loggedOut, mayTryAnother: true), AccountLogin.ended("x"), for: "m", at: clock.now)
        #expect(health.state == .needsLogin && health.until == nil)
        #expect(health.availability(for: "m", at: clock.now + .seconds(1_000_000)) == .out(until: nil))
        #expect(!health.wantsProbe(at: clock.now + .seconds(1_000_000)))
        #expect(AccountLogin.code(in: health.reason) == "x" && AccountLogin.code(in: "HTTP 401: no") == nil)
    }

    @Test func `a model may rest alone for half a day`() {
        var health = AccountHealth()
        let fault = Verdict.Fault.modelResting(.seconds(12 * 3600))
        _ = health.record(.init(fault: fault, mayTryAnother: true), "x", for: "m", at: clock.now)
        #expect(health.state == .healthy)
        #expect(health.restingModels(at: clock.now + .seconds(11 * 3600)) == ["m"])
        #expect(health.restingModels(at: clock.now + .seconds(12 * 3600)).isEmpty)
    }

    @Test func `windows are worth a row when they look otherwise, now and then`() {
        #expect(pool.note([], of: id) == nil)
        #expect(pool.note([window(10)], of: id) != nil)
        clock.advance(by: .seconds(29))
        #expect(pool.note([window(20)], of: id) == nil, "soon after the last")
        #expect(pool.note([window(100)], of: id) != nil, "used up")
        clock.advance(by: .seconds(31))
        #expect(pool.note([window(100)], of: id) == nil, "the same, but for a reset half a minute later")
        #expect(pool.note([window(12.2)], of: id) != nil)
        #expect(pool.windows(of: id)?.windows[0].usedPercent == 12.2)
    }
}
