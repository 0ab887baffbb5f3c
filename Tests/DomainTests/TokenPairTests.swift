import Domain
import JSON
import TestKit
import Testing

/// Logins as values: what is stored of them, and when it is time for the next one.
@Suite struct TokenPairTests {
    private let now = Timestamp(seconds: 1_773_230_400)

    private func pair(life: Int64, left: Int64) -> TokenPair {
        var pair = TokenPair(access: Secret("a"), refresh: Secret("r"))
        pair.expiresAt = now + .seconds(left)
        pair.issuedAt = now + .seconds(left) - .seconds(life)
        return pair
    }

    @Test func `a pair comes back as it was stored`() {
        var pair = pair(life: 100, left: 10)
        pair.identity = Secret("id")
        (pair.owner.email, pair.owner.plan, pair.owner.account, pair.owner.user) = ("e", "plus", "acc", "u")
        (pair.client, pair.version) = ("app", 7)
        #expect(TokenPair(stored: pair.stored) == pair)
        #expect(TokenPair(keptAs: pair.stored) == pair)
        #expect(Credential(pair.stored, of: .codex) == .pair(pair))
        #expect(Credential(pair.stored, of: .openAI) == .key(pair.stored))
        #expect(Credential.pair(pair).stored == pair.stored)
    }

    @Test func `one token alone is an access token or a refresh token, by its form`() {
        let access = ScriptedLogin.access(expires: 1)
        #expect(TokenPair(keptAs: Secret(access))?.access == Secret(access))
        #expect(TokenPair(keptAs: Secret(access))?.refresh.isEmpty == true)
        #expect(TokenPair(keptAs: Secret("rt_x.y.z"))?.refresh == Secret("rt_x.y.z"))
        #expect(TokenPair(keptAs: Secret("")) == nil)
        #expect(TokenPair(keptAs: Secret("{}")) == nil)
        #expect(TokenPair(stored: Secret("sk-1")) == nil)
    }

    @Test(arguments: [
        // A tenth of ten days is one day, with a tenth more or less.
        (864_000, 77_000, 0, true), (864_000, 78_000, 0, false), (864_000, 95_000, 20, true),
        (864_000, 96_000, 20, false),
        // At most a day, whatever its life.
        (8_640_000, 86_400, 10, true), (8_640_000, 86_500, 10, false),
        // At least five minutes, whatever the spread.
        (600, 300, 0, true), (600, 301, 0, false), (3600, 360, 10, true), (3600, 361, 10, false),
    ])
    func `a tenth of its life before the end it is time`(life: Int64, left: Int64, spread: Int64, isDue: Bool) {
        #expect(pair(life: life, left: left).isDue(at: now, spread: spread) == isDue)
        // So long before as is configured, whatever its life.
        #expect(pair(life: life, left: 3600).isDue(at: now, lead: .seconds(4000), spread: 10))
        #expect(!pair(life: life, left: 3600).isDue(at: now, lead: .seconds(3000), spread: 10))
    }

    @Test func `without a refresh token it is never time, and without an end only when there is nothing to ask with`() {
        var pair = pair(life: 100, left: -10)
        #expect(pair.isDue(at: now, spread: 0) && pair.isOver(at: now))
        pair.refresh = Secret("")
        #expect(!pair.isDue(at: now, spread: 0))
        (pair.refresh, pair.expiresAt) = (Secret("r"), nil)
        #expect(!pair.isDue(at: now, spread: 0) && !pair.isOver(at: now))
        pair.access = Secret("")
        #expect(pair.isDue(at: now, spread: 0) && pair.isOver(at: now))
    }

    @Test func `what is entered later has the larger version, whatever the clocks say`() {
        var former = pair(life: 1, left: 1)
        former.version = 1000
        var entered = pair(life: 2, left: 2)
        entered.version = 10
        #expect(TokenPair(stored: Credential.entered(entered.stored, instead: former.stored))?.version == 1001)
        entered.version = 5000
        #expect(TokenPair(stored: Credential.entered(entered.stored, instead: former.stored))?.version == 5000)
        #expect(Credential.entered(Secret("sk-1"), instead: former.stored) == Secret("sk-1"))
    }

    @Test func `no token stands in a description`() {
        let pair = pair(life: 1, left: 1)
        #expect(!"\(pair)".contains("\"a\"") && "\(pair.access)" == "***")
        var text = ""
        dump(pair, to: &text)
        #expect(!text.contains("access: \"a\"") && text.contains("***"))
    }

    @Test func `a moment is read as RFC 3339 writes it`() {
        #expect(Timestamp(iso: "2026-03-11T12:00:00Z") == now)
        #expect(Timestamp(iso: "2026-03-11T20:00:00.250+08:00") == now + .milliseconds(250))
        #expect(Timestamp(iso: "2026-03-11T11:59:30.5Z") == now - .milliseconds(29_500))
        for text in [
            "", "2026-03-11", "2026-03-11 12:00:00Z", "2026-13-11T12:00:00Z", "2026-03-11T12:00:00",
            "x026-03-11T12:00:00Z",
        ] {
            #expect(Timestamp(iso: text) == nil)
        }
    }
}
