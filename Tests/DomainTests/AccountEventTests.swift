import Domain
import TestKit
import Testing

@Suite struct AccountEventTests {
    private let clock = ManualClock()
    private let id = ID<Account>(1)
    private var now: Timestamp { clock.now }

    @Test func `one event says what began, and none that it goes on`() {
        let sound = AccountHealth()
        let health = sound.after(.failing, "HTTP 500: oops", at: now)
        let event = AccountEvent(
            account: id, at: now, state: .cooling, reason: "HTTP 500: oops", until: now + .seconds(5))
        #expect(AccountEvent.of(sound, into: health, account: id) == event)
        clock.advance(by: .seconds(5))
        let again = health.after(.failing, "HTTP 500: oops", for: "other", at: now)
        #expect(again.until != health.until, "the rest is prolonged")
        #expect(AccountEvent.of(health, into: again, account: id) == nil)
        let well = again.after(nil, "", at: now)
        #expect(AccountEvent.of(again, into: well, account: id) == AccountEvent(account: id, at: now, state: .healthy))
    }

    @Test(arguments: [
        ("HTTP 429: Try again in 1.2s.", "HTTP 429: Try again in 20ms.", false),
        ("HTTP 500: failed (request req_01AbC)", "HTTP 500: failed (request req_9zz)", false),
        ("HTTP 401: no such key", "HTTP 403: no such key", true),
        ("HTTP 500: oops", "HTTP 500: out of memory", true), ("", "HTTP 500: oops", true),
    ])
    func `another reason is news, another number in its words is not`(before: String, after: String, isNews: Bool) {
        let former = AccountHealth(state: .cooling, reason: before)
        let health = AccountHealth(state: .cooling, reason: after, changedAt: now)
        #expect((AccountEvent.of(former, into: health, account: id) != nil) == isNews)
    }

    @Test func `an event of one model names it`() {
        let until = now + .seconds(900)
        let sound = AccountHealth()
        let one = AccountHealth(reason: "HTTP 404: no m", models: ["m": until], changedAt: now)
        let two = AccountHealth(reason: "HTTP 404: no n", models: ["m": until, "n": until], changedAt: now)
        func event(_ former: AccountHealth, _ health: AccountHealth) -> AccountEvent? {
            .of(former, into: health, account: id)
        }
        #expect(
            event(sound, one)
                == AccountEvent(
                    account: id, at: now, state: .healthy, reason: "HTTP 404: no m", until: until, model: "m"))
        #expect(event(one, two)?.model == "n" && event(one, two)?.until == until)
        let other = event(two, AccountHealth(reason: "HTTP 404: no n", models: ["n": until], changedAt: now))
        #expect(other?.model == "m" && other?.until == nil)
        // All at once, or the account itself.
        #expect(event(two, AccountHealth(changedAt: now)) == AccountEvent(account: id, at: now, state: .healthy))
        let cooling = AccountHealth(state: .cooling, reason: "x", models: ["m": until], changedAt: now)
        #expect(event(one, cooling).map { $0.model == nil } == true)
        // It works again, but for the model that still rests.
        #expect(event(cooling, one)?.model == "m" && event(cooling, one)?.until == until)
    }

    @Test func `a model that keeps failing is one event, also when its rest was over`() {
        let health = AccountHealth().after(.withoutModel, "HTTP 404: no m", at: now)
        #expect(AccountEvent.of(AccountHealth(), into: health, account: id)?.model == "m")
        clock.advance(by: .seconds(3600))
        let again = health.after(.withoutModel, "HTTP 404: no m", at: now)
        #expect(again.models != health.models)
        #expect(AccountEvent.of(health, into: again, account: id) == nil)
    }

    @Test func `an account that is switched on again is as it was`() {
        let health = AccountHealth(state: .limited, reason: "x", until: now, failures: 1, changedAt: now)
        let off = AccountEvent(account: id, at: now, state: .disabled)
        #expect(AccountEvent.of(.enabled, into: .disabled, health, account: id, at: now) == off)
        let on = AccountEvent(account: id, at: now, state: .limited, reason: "x", until: now)
        #expect(AccountEvent.of(.disabled, into: .enabled, health, account: id, at: now) == on)
        #expect(AccountEvent.of(.enabled, into: .enabled, health, account: id, at: now) == nil)
        #expect(AccountEvent.of(.disabled, into: .disabled, health, account: id, at: now) == nil)
    }
}

extension AccountHealth {
    /// As it is after a question for `model` that ended so; nil: well.
    fileprivate func after(
        _ fault: Verdict.Fault?, _ words: String, for model: String = "m", at now: Timestamp
    ) -> AccountHealth {
        var health = self
        _ = health.record(Verdict(fault: fault, mayTryAnother: true), words, for: model, at: now)
        return health
    }
}
