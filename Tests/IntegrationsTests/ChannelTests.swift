import Domain
import HTTP
import Integrations
import JSON
import TestKit
import Testing
import Transport
import Wire

/// What each kind of channel is sent on the wire, and what its answers mean.
@Suite(.timeLimit(.minutes(5))) struct ChannelTests {
    private typealias Step = ScriptedUpstream.Step
    private let clock = ManualClock()

    private static let taken: [AlertChannel.Kind: String] = [
        .webhook: "", .feishu: #"{"code":0,"msg":"success"}"#, .dingtalk: #"{"errcode":0,"errmsg":"ok"}"#,
        .wecom: #"{"errcode":0,"errmsg":"ok"}"#, .telegram: #"{"ok":true,"result":{}}"#, .slack: "ok",
    ]

    private static var notice: AlertNotice {
        var facts = AlertFacts()
        (facts.reason, facts.affected, facts.stranded) = ("HTTP 401: token_invalidated", 9, 3)
        let alert = Alert(
            .needsLogin, of: AlertSubject(.account, 7, name: "a<b&c"), facts, at: Timestamp(seconds: 1_773_230_000))
        return AlertNotice(.fired, [alert], at: Timestamp(seconds: 1_773_230_400))
    }

    private func channel(_ kind: AlertChannel.Kind, _ url: String, secret: String = "SEC-of-tests") -> AlertChannel {
        var target = AlertTarget(url: Secret(url), secret: Secret(secret))
        target.to = ["-100200"]
        return AlertChannel(
            id: ID(1), name: "x", kind: kind, language: .english, target: target,
            createdAt: Timestamp(milliseconds: 0))
    }

    private func send(
        _ channel: AlertChannel, allowing hosts: Set<String>
    ) async throws(AlertFailure) {
        let senders = AlertSenders(
            client: HTTPClient(.init(allowPrivate: hosts)), mail: MailClient(allowPrivate: hosts),
            publicURL: "http://chat.test", clock: clock)
        let result: Result<Void, AlertFailure> = await TestLoop.run {
            do throws(AlertFailure) {
                try await senders.send(Self.notice, through: channel)
                return .success(())
            } catch { return .failure(error) }
        }
        try result.get()
    }

    /// The request that a channel of the kind, which takes it, was sent.
    private func sent(_ kind: AlertChannel.Kind, path: String) async throws -> RecordedRequest {
        try await ScriptedUpstream.serving([.answer(200, [:], Self.taken[kind] ?? "")]) { upstream in
            try await send(channel(kind, upstream.baseURL + path), allowing: [upstream.host])
            return try #require(upstream.requests.first)
        }
    }

    /// RFC 4231, test cases 1, 2 and 6, and the empty message that Feishu signs.
    @Test func `the keyed hash is that of the standard`() {
        #expect(
            Hexadecimal.encode(HMACSHA256.of(Array("Hi There".utf8), key: [UInt8](repeating: 0x0b, count: 20)))
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            Hexadecimal.encode(HMACSHA256.of("what do ya want for nothing?", key: "Jefe"))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let long = [UInt8](repeating: 0xaa, count: 131)
        #expect(
            Hexadecimal.encode(
                HMACSHA256.of(Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8), key: long))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func `a webhook gets what happened, signed with time and body`() async throws {
        let request = try await sent(.webhook, path: "/hook?x=1")
        #expect(request.method == "POST" && request.target == "/hook?x=1")
        let moment = try #require(request.headers["X-Chatmirror-Timestamp"]?.string)
        #expect(moment == "1773230400")
        let code = HMACSHA256.of(Array("\(moment).".utf8) + request.body, key: Array("SEC-of-tests".utf8))
        #expect(request.headers["X-Chatmirror-Signature"]?.string == "sha256=\(Hexadecimal.encode(code))")
        let json = try #require(request.json)
        #expect(json["id"]?.text == request.headers["X-Chatmirror-Id"])
        #expect(json["kind"] == "fired" && json["alerts"]?[0]?["kind"] == "needs_login")
        #expect(json["alerts"]?[0]?["facts"]?["stranded"] == 3 && json["url"] == "http://chat.test/admin/alerts")
    }

    @Test func `Feishu gets a text, signed by its own rule`() async throws {
        let json = try #require(try await sent(.feishu, path: "/open-apis/bot/v2/hook/x").json)
        #expect(json["timestamp"] == "1773230400" && json["msg_type"] == "text")
        let sign = Base64.encode(HMACSHA256.of("", key: "1773230400\nSEC-of-tests"))
        #expect(json["sign"]?.text?.string == sign)
        #expect(json["content"]?["text"]?.text?.string.contains("needs a new login") == true)
    }

    @Test func `DingTalk gets its signature in the address`() async throws {
        let request = try await sent(.dingtalk, path: "/robot/send?access_token=t")
        let sign = Base64.encode(HMACSHA256.of("1773230400000\nSEC-of-tests", key: "SEC-of-tests"))
        #expect(
            request.target == "/robot/send?access_token=t&timestamp=1773230400000&sign=\(percentEncoded(sign))")
        #expect(request.json?["msgtype"] == "text" && request.json?["text"]?["content"] != nil)
    }

    @Test func `WeCom, Telegram and Slack get what they take`() async throws {
        let wecom = try await sent(.wecom, path: "/cgi-bin/webhook/send?key=k")
        #expect(wecom.target == "/cgi-bin/webhook/send?key=k" && wecom.json?["msgtype"] == "text")
        let telegram = try await sent(.telegram, path: "")
        #expect(telegram.target == "/botSEC-of-tests/sendMessage" && telegram.json?["chat_id"] == "-100200")
        let slack = try await sent(.slack, path: "/services/T/B/x")
        #expect(slack.json?["text"]?.text?.string.contains("“a&lt;b&amp;c” needs a new login") == true)
    }

    @Test(arguments: [
        (AlertChannel.Kind.feishu, 200, #"{"code":19021,"msg":"sign match fail"}"#, "refused: 19021 sign match fail"),
        (.dingtalk, 200, #"{"errcode":310000,"errmsg":"sign not match"}"#, "refused: 310000 sign not match"),
        (.wecom, 200, #"{"errcode":93000,"errmsg":"invalid webhook url"}"#, "refused: 93000 invalid webhook url"),
        (
            .telegram, 200, #"{"ok":false,"error_code":400,"description":"chat not found"}"#,
            "refused: 400 chat not found"
        ),
        (.telegram, 404, #"{"ok":false,"error_code":404,"description":"Not Found"}"#, "refused: 404 Not Found"),
        (.slack, 200, "no_team", "no_answer: HTTP 200"), (.feishu, 200, "<html>", "no_answer: HTTP 200"),
        (.dingtalk, 200, "", "no_answer: HTTP 200"), (.webhook, 500, "", "status: HTTP 500"),
        (.webhook, 302, "", "redirect: HTTP 302"),
    ])
    func `an answer that takes nothing is a failure, whatever its status`(
        kind: AlertChannel.Kind, status: Int, body: String, result: String
    ) async throws {
        await ScriptedUpstream.serving([.answer(status, ["Location": "http://127.0.0.1:9/"], body)]) { upstream in
            let error = await #expect(throws: AlertFailure.self) {
                try await send(channel(kind, upstream.baseURL + "/x"), allowing: [upstream.host])
            }
            #expect(error?.result == result && error?.isFinal == false)
            #expect(upstream.requests.count == 1)
        }
    }

    @Test func `our own network is refused unless it is allowed by name, and so is nobody who listens`() async throws {
        let upstream = ScriptedUpstream([.answer(200, [:], "ok")])
        defer { upstream.stop() }
        for (kind, url) in [
            (AlertChannel.Kind.slack, "https://\(upstream.host)/x"), (.slack, "https://169.254.169.254/x"),
            (.mail, "smtp://127.0.0.1:\(upstream.port)"), (.mail, "smtps://10.0.0.1:465"),
        ] {
            let error = await #expect(throws: AlertFailure.self) { try await send(channel(kind, url), allowing: []) }
            #expect(error?.fault == .privateAddress && error?.isFinal == true, "\(url)")
        }
        #expect(upstream.connections == 0)
        upstream.stop()
        let gone = await #expect(throws: AlertFailure.self) {
            try await send(channel(.slack, "http://127.0.0.1:9/x"), allowing: ["127.0.0.1:9"])
        }
        #expect(gone?.fault == .unreachable)
    }

    @Test func `an answer without end is given up`() async throws {
        let endless = String(repeating: "x", count: 70_000)
        await ScriptedUpstream.serving([.answer(200, [:], endless)]) { upstream in
            let error = await #expect(throws: AlertFailure.self) {
                try await send(channel(.slack, upstream.baseURL), allowing: [upstream.host])
            }
            #expect(error?.fault == .tooLong)
        }
    }

    @Test func `an address that cannot be used is never asked, and its words name no address`() async throws {
        for url in ["http://hooks.example/secret-path", "ftp://hooks.example/", "https://u:p@hooks.example/"] {
            let error = await #expect(throws: AlertFailure.self) { try await send(channel(.slack, url), allowing: []) }
            #expect(error?.fault == .badAddress && error?.result.contains("secret") == false)
        }
    }
}
