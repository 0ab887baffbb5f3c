import Dialects
import Domain
import JSON
import TestKit
import Testing

/// What people paste as a login (codex.md §2.1).
@Suite struct CodexLoginTests {
    private let now = Timestamp(seconds: 1_773_230_400)
    private let access = ScriptedLogin.access(expires: 1_774_000_000, issued: 1_773_000_000)

    private func logins(_ text: String) -> [PastedLogin] { Codex.logins(in: Text(text), at: now) }
    private func only(_ text: String) throws(LoginFlaw) -> TokenPair { try logins(text).onlyPair(at: now) }

    @Test func `the file of the CLI is read, with what its tokens say`() throws {
        let identity = ScriptedLogin.token(["email": "ada@id.example", "aud": ["app_id"]])
        let file: JSONValue = [
            "auth_mode": "chatgpt", "OPENAI_API_KEY": nil, "last_refresh": "2026-03-01T00:00:00Z",
            "tokens": [
                "id_token": .string(identity), "access_token": .string(access), "refresh_token": "rt-1",
                "account_id": "team-7",
            ],
        ]
        let pair = try only(file.serialized)
        #expect(pair.access == Secret(access) && pair.refresh == Secret("rt-1") && pair.identity == Secret(identity))
        #expect(pair.owner.email == "ada@id.example" && pair.owner.plan == "plus" && pair.owner.user == "user-1")
        #expect(pair.owner.account == "team-7", "the workspace that was chosen")
        #expect(pair.client == "app_scripted")
        #expect(pair.expiresAt == Timestamp(seconds: 1_774_000_000))
        #expect(pair.issuedAt == Timestamp(seconds: 1_773_000_000))
        #expect(pair.version == now.milliseconds)
    }

    @Test func `a gateway's objects are read alone, in a list and under tokens`() throws {
        let one =
            #"{"access_token":"at-0123456789","refresh_token":"rt-1","email":"a@b.c","expired":"2026-04-01T00:00:00Z"}"#
        for text in [one, "[\(one)]", #"{"tokens":[\#(one)]}"#, "  \n\(one)\n"] {
            let pair = try only(text)
            #expect(pair.access == Secret("at-0123456789") && pair.owner.email == "a@b.c")
            #expect(pair.expiresAt == Timestamp(iso: "2026-04-01T00:00:00Z"))
        }
        #expect(throws: LoginFlaw.several(2)) { try only("[\(one),\(one)]") }
        #expect(logins("[\(one),\(one)]").map(\.line) == [1, 2])
        #expect(logins("\(one)\n\n\(one)").map(\.line) == [1, 3])
    }

    @Test func `tokens alone are read one a line`() throws {
        #expect(try only(access).access == Secret(access))
        #expect(try only(access).owner.account == "acc-1")
        #expect(try only(" rt_0123456789abcdef \n").refresh == Secret("rt_0123456789abcdef"))
        #expect(logins("rt_0123456789abcdef\n\(access)\nword").map { $0.pair != nil } == [true, true, false])
    }

    @Test(arguments: [
        ("", LoginFlaw.notALogin), ("hello", .notALogin), ("[]", .notALogin), ("{\"a\":", .brokenJSON),
        ("{\n\"access_token\": \"x\",\n}", .brokenJSON), ("{}", .noToken),
        (#"{"type":"claude","access_token":"x"}"#, .notALogin),
        (#"{"auth_mode":"apikey","OPENAI_API_KEY":"sk-1","tokens":null}"#, .holdsKey),
        (#"{"OPENAI_API_KEY":"sk-1"}"#, .holdsKey),
        (#"{"access_token":"a b"}"#, .badToken), (#"{"access_token":"x","refresh_token":"é"}"#, .badToken),
        (#"{"access_token":"x\r\nHost: y"}"#, .badToken), ("[1]", .notALogin), ("true but not a token", .badToken),
    ])
    func `what is no login says why`(text: String, flaw: LoginFlaw) {
        #expect(throws: flaw) { try only(text) }
    }

    @Test func `an access token that has ended is no login without a refresh token`() throws {
        let over = ScriptedLogin.access(expires: 1_773_000_000)
        #expect(throws: LoginFlaw.ended) { try only(over) }
        let both: JSONValue = ["access_token": .string(over), "refresh_token": "rt-1"]
        #expect(try only(both.serialized).isOver(at: now))
    }

    @Test func `claims that could not stand in a head are not taken`() throws {
        let odd = ScriptedLogin.token([
            "https://api.openai.com/auth": [
                "chatgpt_account_id": "a\r\nb", "chatgpt_plan_type": .string(String(repeating: "p", count: 200)),
            ], "email": "a b@c", "exp": .double(1e40),
        ])
        let pair = try only(#"{"access_token":"\#(odd)","refresh_token":"r","account_id":"x y"}"#)
        #expect(pair.owner == LoginOwner() && pair.expiresAt == nil)
    }

    @Test func `a key is an account of OpenAI's interface`() {
        let found = logins(#"[{"OPENAI_API_KEY":"sk-1"}]"#)
        #expect(found.map(\.content) == [.success(.key(Secret("sk-1")))])
    }
}
