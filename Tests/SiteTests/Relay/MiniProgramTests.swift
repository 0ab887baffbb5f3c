import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Wire

/// What mini-programs call with the key of their application (contract: docs/mini-program.md).
@Suite(.timeLimit(.minutes(5))) struct MiniProgramTests {
    @Test func `a question is answered, kept for its openid alone, and paid by the member who is named`() async throws {
        let world = try await World(limits: [Limit(2, per: .day)])
        let app = App(world)
        let program = await Program(world, of: world.alice)
        let fields: JSONValue = ["model": "beta", "messages": [["role": "user", "content": "你好", "name": "x"]]]
        async let response = app.chat(fields)
        let asked = await world.backend.asked()
        #expect(asked.prompt.original?.body == ["model": "alpha", "messages": [["role": "user", "content": "你好"]]])
        await asked.answer("您好！")
        #expect(await response.json == ["code": 0, "msg": "ok", "data": ["reply": "您好！"]])
        let time = JSONValue.integer(world.clock.now.seconds)
        #expect(
            await app.get("/api/history/test").json == [
                "code": 0, "msg": "ok",
                "data": [
                    "history": [
                        ["role": "user", "content": "你好", "time": time],
                        ["role": "assistant", "content": "您好！", "time": time],
                    ]
                ],
            ])
        #expect(await app.history(of: "other") == [])
        #expect(await App(world, as: "club").history(of: "test") == [])
        #expect(await world.used() == 1)
        let row = try #require(await program.log(of: world.alice).first)
        #expect(row["endpoint"] == "mini-program/chat" && row["is_stream"] == false && row["token_name"] == "")
    }

    @Test func `parts are flattened, and the last question of the user's is what is kept`() async throws {
        let world = try await World()
        let app = App(world)
        let messages: JSONValue = [
            ["role": "system", "content": "Be short."], ["role": "user", "content": "One?"],
            ["role": "assistant", "content": "One."],
            ["role": "user", "content": [["type": "text", "text": "Tw"], ["type": "text", "text": "o?"]]],
        ]
        async let response = app.chat(["messages": messages])
        let asked = await world.backend.asked()
        #expect(asked.prompt.messages.count == 4)
        await asked.say(.reasoning("Hm."))
        await asked.say("It ")
        await asked.answer("is.")
        #expect(await response.data["reply"] == "It is.")
        #expect(await app.history(of: "test").map { $0["content"] } == ["Two?", "It is."])
    }

    @Test(arguments: [
        #"{"messages":[{"role":"user","content":"x"}]}"#, #"{"openid":"","messages":[{"role":"user","content":"x"}]}"#,
        #"{"openid":" ","messages":[{"role":"user","content":"x"}]}"#, #"{"openid":7,"messages":[]}"#,
        #"{"openid":"a/b","messages":[{"role":"user","content":"x"}]}"#, #"{"openid":"é","messages":[]}"#,
        #"{"openid":"test"}"#, #"{"openid":"test","messages":[]}"#, #"{"openid":"test","messages":"x"}"#,
        #"{"openid":"test","messages":{"0":1}}"#, #"{"openid":"test","messages":null}"#,
        #"{"openid":"test","messages":[7]}"#, #"{"openid":"test","messages":[{"role":"user"}]}"#,
        #"{"openid":"test","messages":[{"role":"tool","content":"x"}]}"#,
        #"{"openid":"test","messages":[{"role":"user","content":7}]}"#,
        #"{"openid":"test","messages":[{"role":"user","content":[7]}]}"#,
        #"{"openid":"test","messages":[{"role":"system","content":"x"}]}"#, "[]", "", "x",
        #"{"openid":"a","openid":"b"}"#,
    ])
    func `what is no question is 400, and nobody is asked`(body: String) async throws {
        let world = try await World()
        let answer = await App(world).respond(to: .post, "/api/chat", body: body)
        #expect(answer.status == 400 && answer.json == ["code": 400, "msg": "参数错误"])
        #expect(world.backend.count == 0)
    }

    @Test func `two hundred messages are taken and one more is not, a mebibyte is and more is not`() async throws {
        let world = try await World()
        let app = App(world)
        let message: JSONValue = ["role": "user", "content": "x"]
        #expect(await app.chat(["messages": .array(Array(repeating: message, count: 201))]).status == 400)
        async let most = app.chat(["messages": .array(Array(repeating: message, count: 200))])
        await world.backend.asked().answer()
        #expect(await most.status == 200)
        let large = String(repeating: "x", count: 1 << 20)
        let answer = await app.chat(["messages": [["role": "user", "content": .string(large)]]])
        #expect(answer.status == 413 && answer.json == ["code": 413, "msg": "请求过大"])
    }

    @Test func `an openid has 1 to 128 letters, digits, hyphens and underscores, and may look like anything`()
        async throws
    {
        let world = try await World()
        let app = App(world)
        for name in ["self", "1", "-", "__", String(repeating: "x", count: 128), "chat"] {
            let user = await app.get("/api/user/\(name)")
            #expect(user.status == 200 && user.data["openid"]?.string == name)
        }
        for name in [String(repeating: "x", count: 129), "a%2Fb", "a.b", "%20", "..", "a%27", "é"] {
            for path in ["user", "history"] {
                let answer = await app.get("/api/\(path)/\(name)")
                #expect(answer.status == 400 && answer.json["code"] == 400, "\(name)")
            }
        }
        for path in ["a/b", "", "%00"] { #expect(await app.get("/api/user/\(path)").status == 404) }
    }

    @Test func `a path that is none, or another method, is 404; a key that is none is 401`() async throws {
        let world = try await World()
        let app = App(world)
        for (method, path) in [
            (.get, "/api/unknown"), (.get, "/api/chat"), (.delete, "/api/user/test"), (.get, "/nothing"),
            (.put, "/api/balance"),
            (.get, "/v1/models"), (.get, "/"),
        ] as [(Wire.Method, String)] {
            let answer = await app.respond(to: method, path)
            #expect(answer.status == 404 && answer.json == ["code": 404, "msg": "接口不存在"], "\(path)")
        }
        for key in ["", "x", World.key(of: "shop") + "x", String(World.key(of: "shop").dropLast())] {
            let answer = await world.get("/api/user/test", headers: ["x-app-key": Text(key)])
            #expect(answer.status == 401 && answer.json == ["code": 401, "msg": "未授权"])
        }
        var both: Headers = ["x-app-key": Text(World.key(of: "shop"))]
        both.append("x-app-key", "another")
        #expect(await world.get("/api/user/test", headers: both).status == 401)
    }

    @Test func `without the header every path is what it was`() async throws {
        let world = try await World()
        #expect(await world.get("/api/user/self", as: world.alice).json["data"]?["username"] == "alice")
        for path in ["/api/chat", "/api/unknown"] {
            #expect(await world.get(path).json["success"] == false)
        }
        let app = App(world)
        // And with it a cookie means nothing.
        #expect(await app.get("/api/user/self", as: world.alice).data["openid"] == "self")
    }

    @Test func `a history is deleted, and another application's stays`() async throws {
        let world = try await World()
        let apps = [App(world), App(world, as: "club")]
        for app in apps {
            async let response = app.chat()
            await world.backend.asked().answer()
            #expect(await response.status == 200)
        }
        let answer = await apps[0].respond(to: .delete, "/api/history/test")
        #expect(answer.status == 200 && answer.json == ["code": 0, "msg": "ok", "data": [:]])
        #expect(await apps[0].history(of: "test") == [])
        #expect(await apps[1].history(of: "test").count == 2)
        #expect(await apps[0].respond(to: .delete, "/api/history/nobody").status == 200)
    }

    @Test func `sixty calls in a minute of one openid are answered, and the next says how long to wait`() async throws {
        let world = try await World()
        let app = App(world)
        for _ in 0..<60 { #expect(await app.get("/api/history/test").status == 200) }
        world.clock.advance(by: .milliseconds(59_500))
        let refused = await app.get("/api/user/test")
        #expect(refused.status == 429 && refused.json == ["code": 429, "msg": "请求过于频繁"])
        #expect(refused.headers["retry-after"] == "1")
        #expect(await app.chat().status == 429 && world.backend.count == 0)
        #expect(await app.get("/api/user/other").status == 200)
        #expect(await App(world, as: "club").get("/api/user/test").status == 200)
        world.clock.advance(by: .milliseconds(500))
        #expect(await app.get("/api/user/test").status == 200)
    }

    @Test func `calls that name nobody are counted by their network, and those that do by their openid`() async throws {
        let world = try await World()
        let app = App(world)
        for _ in 0..<60 { #expect(await app.get("/api/balance").status == 200) }
        #expect(await app.get("/api/balance").status == 429)
        #expect(await app.respond(to: .post, "/api/token/refresh").status == 429)
        #expect(await app.respond(to: .post, "/api/image", body: #"{"prompt":"x"}"#).status == 429)
        #expect(await app.respond(to: .post, "/api/image", body: #"{"prompt":"x","openid":"a b"}"#).status == 400)
        #expect(await app.respond(to: .post, "/api/token/refresh", body: #"{"openid":"test"}"#).status == 200)
        #expect(await App(world, as: "club").get("/api/balance").status == 200)
    }

    @Test func `a quota that is used up is 429, and so much is left to wait`() async throws {
        let world = try await World(limits: [Limit(1, per: .day)])
        let app = App(world)
        async let first = app.chat()
        await world.backend.asked().answer()
        #expect(await first.status == 200)
        let second = await app.chat()
        #expect(second.status == 429 && second.json == ["code": 429, "msg": "配额已用完"])
        #expect((second.headers["retry-after"]?.integer ?? 0) > 0)
        #expect(await app.history(of: "test").count == 2)
    }

    @Test(arguments: [
        (TurnFailure.upstreamRefused, "AI服务异常"), (.upstreamTimeout, "AI服务超时"), (.upstreamRateLimited, "AI服务繁忙"),
        (.contextTooLong, "对话过长"),
    ])
    func `an upstream's failure is 500 with its kind, costs nothing and leaves nothing`(
        failure: TurnFailure, words: String
    ) async throws {
        let world = try await World(limits: [Limit(1, per: .day)])
        let app = App(world)
        async let response = app.chat()
        await world.backend.asked().fail(failure)
        let answer = await response
        #expect(answer.status == 500 && answer.json == ["code": 500, "msg": .string(words)])
        #expect(await app.history(of: "test") == [])
        #expect(await world.used() == 0)
    }

    @Test func `an answer that says nothing is a failure`() async throws {
        let world = try await World()
        async let response = App(world).chat()
        await world.backend.asked().finish()
        #expect(await response.json == ["code": 500, "msg": "AI服务异常"])
    }

    @Test func `a member who is disabled pays nothing more, and calls under way end`() async throws {
        let world = try await World()
        let app = App(world)
        async let response = app.chat()
        let asked = await world.backend.asked()
        await asked.say("It ")
        let body: JSONValue = ["id": .integer(world.alice.user.id.value), "action": "disable"]
        #expect(await world.post("/api/user/manage", body, as: world.admin).status == 200)
        #expect(await response.status == 500)
        await asked.ended()
        let later = await app.chat()
        #expect(later.status == 500 && later.json == ["code": 500, "msg": "未配置"])
        #expect(await app.get("/api/balance").json["msg"] == "未配置")
        #expect(await app.history(of: "test") == [])
    }

    @Test func `a token is a fresh one each time, with or without a body`() async throws {
        let app = App(try await World())
        let tokens = [
            await app.respond(to: .post, "/api/token/refresh"),
            await app.respond(to: .post, "/api/token/refresh", body: "{}"),
            await app.respond(to: .post, "/api/token/refresh", body: #"{"openid":"test"}"#),
        ].map { $0.data["token"]?.string ?? "" }
        #expect(Set(tokens).count == 3 && tokens.allSatisfy { $0.utf8.count >= 32 })
        #expect(await app.respond(to: .post, "/api/token/refresh", body: #"{"openid":"a b"}"#).status == 400)
    }

    @Test func `whoever has no limit has New API's hundred million`() async throws {
        let answer = await App(try await World()).get("/api/balance")
        let expected: JSONValue = [
            "total_limit": .double(100_000_000), "total_usage": .double(0), "remaining": .double(100_000_000),
        ]
        #expect(answer.status == 200 && answer.data == expected)
    }
}

/// An application that calls a world.
struct App {
    let world: World
    private let key: Text

    init(_ world: World, as name: String = "shop") {
        self.world = world
        key = Text(World.key(of: name))
    }

    func respond(to method: Wire.Method, _ path: String, as person: Person? = nil, body: String? = nil) async
        -> Response
    {
        await world.respond(
            to: method, path, as: person, body: body.map { Array($0.utf8) }, headers: ["x-app-key": key])
    }

    func get(_ path: String, as person: Person? = nil) async -> Response { await respond(to: .get, path, as: person) }

    func chat(_ fields: JSONValue = [:]) async -> Response {
        var body: JSONValue = ["openid": "test", "messages": [["role": "user", "content": "hello"]]]
        for member in fields.members ?? [] { body[member.key] = member.value }
        return await respond(to: .post, "/api/chat", body: body.serialized)
    }

    func history(of openID: String) async -> [JSONValue] {
        await get("/api/history/\(openID)").data["history"]?.array ?? []
    }
}

extension Response {
    fileprivate var data: JSONValue { json["data"] ?? .null }
}
