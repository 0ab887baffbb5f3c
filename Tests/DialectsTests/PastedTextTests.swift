import Dialects
import Domain
import JSON
import TestKit
import Testing

/// What administrators paste when they have many accounts.
@Suite struct PastedTextTests {
    private let now = Timestamp(seconds: 1_773_230_400)
    private let access = ScriptedLogin.access(expires: 1_774_000_000, issued: 1_773_000_000)
    private let refresh = "rt_0123456789abcdef"

    private func accounts(_ text: String, of kind: Provider? = nil, most: Int = 20_000) -> [PastedAccount] {
        PastedText.accounts(in: Array(text.utf8), of: kind, at: now, most: most)
    }

    /// `openai sk-1`, `access`, `refresh rt_…`, or what is wrong.
    private func words(_ account: PastedAccount) -> String {
        switch account.content {
        case .failure(let flaw): return "\(flaw)"
        case .success(.keyless(let provider)): return "none \(provider.rawValue)"
        case .success(.key(let key, let provider)): return "\(provider.rawValue) \(key.reveal())"
        case .success(.login(let pair, _)):
            let parts = [pair.access.isEmpty ? "" : "access", pair.refresh.isEmpty ? "" : "refresh"]
            return parts.filter { !$0.isEmpty }.joined(separator: "+")
        }
    }

    private func words(_ text: String, of kind: Provider? = nil) -> [String] { accounts(text, of: kind).map(words) }

    // MARK: Lines

    @Test(arguments: [
        ("sk-abcdef", "1 sk-abcdef"), ("sk-ant-api03-x_y", "14 sk-ant-api03-x_y"), ("AIzaSyA-b_c", "24 AIzaSyA-b_c"),
        ("sk-or-v1-abc", "20 sk-or-v1-abc"), ("xai-abcd", "48 xai-abcd"), ("rt_0123456789abcdef", "refresh"),
        ("v1.0123456789abcdef", "refresh"), ("rt_short", "unknownKind"), ("hello", "unknownKind"),
        ("sk-", "unknownKind"),
        ("0123456789abcdef0123456789abcdef", "unknownKind"), ("sk-ant-oat01-abc", "unknownKind"),
        ("sk-a b", "badToken"),
        ("sk-ключ", "badToken"),
    ])
    func `the kind is told from the text and never guessed`(text: String, expected: String) {
        #expect(words(text) == [expected])
    }

    @Test func `an access token says whose it is and when it ends`() {
        let found = accounts(access)
        guard case .success(.login(let pair, _)) = found.first?.content else { return #expect(Bool(false)) }
        #expect(pair.access == Secret(access) && pair.owner.email == "ada@example.org" && pair.owner.plan == "plus")
        #expect(pair.expiresAt == Timestamp(seconds: 1_774_000_000))
    }

    @Test(arguments: [
        "  sk-abcdef\t", "\"sk-abcdef\",", "'sk-abcdef'", "“sk-abcdef”", "\u{FEFF}sk-abcdef",
        "\u{3000}sk-abcdef\u{200B}",
        "Bearer sk-abcdef", "authorization: bearer sk-abcdef", "OPENAI_API_KEY=sk-abcdef",
        "export OPENAI_API_KEY='sk-abcdef'",
        "export  K = \"sk-abcdef\"", "KEY_2=sk-abcdef # the second", "[\"sk-abcdef\",]", "[\n\"sk-abcdef\",\n]",
        "sk-abcdef\r\n",
        "{\"key\":\"sk-abcdef\",}", "\"sk-abcdef\"", "`sk-abcdef`;",
    ])
    func `what stands around a key is left off`(text: String) { #expect(words(text) == ["1 sk-abcdef"]) }

    @Test func `lines are counted with those that hold nothing, whatever ends them`() {
        let found = accounts("\u{FEFF}# mine\r\n\r\nsk-one-1\r\nsk-two-2\n\rsk-three")
        #expect(found.map(\.line) == [3, 4, 6] && found.map(words) == ["1 sk-one-1", "1 sk-two-2", "1 sk-three"])
    }

    @Test func `the name of a setting says whose key it is where the key does not, and its address goes with it`() {
        let text = """
            # .env
            DEEPSEEK_API_KEY=sk-deep
            MISTRAL_API_KEY="0123456789"
            ANTHROPIC_API_KEY=sk-ant-abcd
            OPENAI_BASE_URL=https://gw.example/v1
            export OPENAI_API_KEY_2=sk-mine
            CODEX_REFRESH_TOKEN=0123456789abcdef
            DEBUG=true
            """
        let found = accounts(text)
        #expect(found.map(\.line) == [2, 3, 4, 6, 7, 8])
        #expect(
            found.map(words) == [
                "43 sk-deep", "42 0123456789", "14 sk-ant-abcd", "1 sk-mine", "refresh", "unknownKind",
            ])
        #expect(found.map { $0.fields["base_url"]?.string } == [nil, nil, nil, "https://gw.example/v1", nil, nil])
        // Two addresses of one name: whose key goes where is not said.
        #expect(words("A_BASE_URL=https://a\nA_BASE_URL=https://b\nA_KEY=sk-abcd") == ["unknownKind", "1 sk-abcd"])
    }

    @Test func `of a line as it is sold the token is taken and the password never`() {
        let text = """
            ada@example.org----sk-password-1----\(access)
            bob@example.org----pass----word----\(refresh)
            \(access)----\(refresh)
            cy@example.org----sk-ant-abcd
            di@example.org----secret----0123456789abcdef
            """
        let found = accounts(text)
        #expect(found.map(words) == ["access", "refresh", "access+refresh", "14 sk-ant-abcd", "unknownKind"])
        #expect(
            found.map { $0.fields["email"]?.string ?? "" }.map { $0.prefix(3) } == ["ada", "bob", "", "cy@", "di@"])
        #expect(!"\(found)".contains("password"))
        #expect(words("di@example.org----secret----0123456789abcdef", of: .codex) == ["refresh"])
        #expect(
            words("di@example.org----secret----0123456789abcdef", of: Provider(rawValue: 43)) == ["43 0123456789abcdef"]
        )
        // A token may hold four dashes itself.
        let dashed = "eyJhbGciOiJub25lIn0.eyJh----bCI.sig"
        guard case .success(.login(let pair, _)) = accounts("a@b.c----p----\(dashed)").first?.content else {
            return #expect(Bool(false))
        }
        #expect(pair.access == Secret(dashed) && pair.owner.email == "a@b.c")
        #expect(words(dashed) == ["access"])
    }

    @Test func `a kind that is stated is that of keys that do not say`() {
        #expect(words("sk-deep\n0123", of: Provider(rawValue: 43)) == ["43 sk-deep", "43 0123"])
        #expect(words("sk-abcd\n0123456789abcdef\nshort", of: .codex) == ["1 sk-abcd", "refresh", "unknownKind"])
        #expect(words(#"{"type":14,"key":"0123"}"#, of: .gemini) == ["14 0123"])
    }
}

// MARK: JSON and tables

extension PastedTextTests {
    @Test func `a login is of the kind that is stated, if that has logins`() {
        let tokens = #""access_token":"at-0123456789","refresh_token":"rt-0123456789abcdef""#
        for (text, kind, expected) in [
            ("{\"type\":1001,\(tokens)}", nil, Provider.chatGPTWeb), ("{\(tokens)}", .chatGPTWeb, .chatGPTWeb),
            ("{\"type\":57,\(tokens)}", .chatGPTWeb, .codex), ("{\(tokens)}", nil, .codex),
            ("a@example.org----p----rt-0123456789abcdef", .chatGPTWeb, .chatGPTWeb),
            ("0123456789abcdef0123", .chatGPTWeb, .chatGPTWeb),
        ] as [(String, Provider?, Provider)] {
            let found = PastedText.accounts(in: Array(text.utf8), of: kind, at: Timestamp(seconds: 0))
            guard case .success(.login(_, let provider)) = found.first?.content else {
                Issue.record("\(text): no login")
                continue
            }
            #expect(provider == expected, "\(text)")
        }
    }

    @Test func `objects have their secrets and fields under many names`() {
        let text = #"""
            [{"api_key":"sk-abcd","name":"desk","base_url":"https://gw.example","models":["a","b"],"tags":["x","y"],"priority":"3"},
             {"key":"AIzaSyABC","email":"g@example.org"}, {"token":"0123","type":"DeepSeek"}, {"apiKey":"sk-ant-abcd","weight":2},
             {"access_token":"at-0123456789","refresh_token":"rt-1","note":"n","disabled":true}, {"OPENAI_API_KEY":"sk-efgh"},
             {"type":"claude","access_token":"tok"}, {"type":"nobody","key":"sk-abcd"}, {"name":"x"}, 7, "sk-last",
             {"platform":"openai","type":"oauth","refresh_token":"rt-2"}, {"type":4,"has_key":false}, {"type":1,"has_key":true}]
            """#
        let found = accounts(text)
        #expect(found.map(\.line) == Array(1...14))
        #expect(
            found.map(words) == [
                "1 sk-abcd", "24 AIzaSyABC", "43 0123", "14 sk-ant-abcd", "access+refresh", "1 sk-efgh", "14 tok",
                "unknownKind",
                "noKey", "unknownKind", "1 sk-last", "refresh", "none 4", "noKey",
            ])
        #expect(
            found[0].fields == [
                "name": "desk", "base_url": "https://gw.example", "priority": 3, "models": "a,b", "tag": "x,y",
            ])
        #expect(found[1].fields["email"] == "g@example.org" && found[3].fields["weight"] == 2)
        #expect(found[4].fields == ["remark": "n", "status": 2])
    }

    @Test func `JSON stands in any number between other lines`() {
        let file = """
            {
              "tokens": {
                "access_token": "at-0123456789",
                "refresh_token": "rt-1"
              }
            }
            """
        let text = "sk-first\n\(file)\n\(file)\n{\"key\":\"sk-abcd\"}{\"key\":\"sk-efgh\"}\n[\"sk-ijkl\"]\nsk-last"
        let found = accounts(text)
        #expect(found.map(\.line) == [1, 2, 8, 14, 14, 15, 16])
        #expect(
            found.map(words) == [
                "1 sk-first", "access+refresh", "access+refresh", "1 sk-abcd", "1 sk-efgh", "1 sk-ijkl", "1 sk-last",
            ])
        #expect(words(#"{"accounts":[{"key":"sk-abcd"}]}"#) == ["1 sk-abcd"])
        #expect(words(#"{"tokens":["rt_0123456789abcdef"]}"#) == ["refresh"])
    }

    @Test func `JSON that broke is one fault, and the lines after it are read`() {
        let found = accounts(
            "{\"key\":\"sk-abcd\"},\n{\"key\":\"sk-ef\n{\"key\":{\"a\":1}\n{\"key\":\"sk-ijkl\"}\nsk-last")
        #expect(found.map(\.line) == [1, 2, 3, 4, 5])
        #expect(found.map(words) == ["1 sk-abcd", "brokenJSON", "brokenJSON", "1 sk-ijkl", "1 sk-last"])
        #expect(words("{\n  \"tokens\": {\n  \"a\": 1,\n  \"b\"") == ["brokenJSON"])
    }

    @Test(arguments: [",", ";", "\t"]) func `a table is read by its head`(separator: String) {
        let rows = [
            ["\u{FEFF}Name", "API-Key", "Base URL", "models", "备注", "priority", "weight", "proxy"],
            [
                "desk", "sk-abcd", "https://gw.example", "\"a\(separator)b\"", "\"zwei\r\nZeilen\"", "5", "2",
                "http://p:1",
            ],
            ["", "", "", "", "", "", "", ""],
            ["王", "\"sk-ant-efgh\"", "", "", "", "", "", ""],
            ["what", "thing", "", "", "", "", "", ""],
            ["a", "sk-ijkl", "", "", "", "", "", "", "too much"],
        ]
        let found = accounts(rows.map { $0.joined(separator: separator) }.joined(separator: "\r\n"))
        #expect(found.map(\.line) == [2, 5, 6, 7])
        #expect(found.map(words) == ["1 sk-abcd", "14 sk-ant-efgh", "unknownKind", "brokenRow"])
        let models = separator == "\t" ? "a\tb" : "a,b"
        #expect(
            found[0].fields == [
                "name": "desk", "base_url": "https://gw.example", "proxy": "http://p:1", "priority": 5, "weight": 2,
                "models": .string(models), "remark": "zwei\r\nZeilen",
            ])
        #expect(found[1].fields == ["name": "王"])
    }

    @Test func `a table of logins has a column for each token, and a kind`() {
        let found = accounts(
            "email,access_token,refresh_token,type\na@b.c,\(access),\(refresh),\nd@e.f,,opaque-1,codex\n,,,\n,x,,deepseek"
        )
        #expect(found.map(words) == ["access+refresh", "refresh", "43 x"])
        #expect(words("token\nsk-abcd\n\(refresh)") == ["1 sk-abcd", "refresh"])
        #expect(words("key,name\n\"sk-abcd,x\nsk-efgh,y") == ["brokenRow"])
    }
}

// MARK: Bounds

extension PastedTextTests {
    @Test func `one more than may be is read, and no further`() {
        let lines = String(repeating: "sk-abcdef\n", count: 50)
        #expect(accounts(lines, most: 20).count == 21 && accounts(lines, most: 50).count == 50)
        #expect(accounts("[" + String(repeating: "\"sk-a\",", count: 50) + "]", most: 20).count == 21)
        #expect(accounts("key\n" + lines, most: 20).count == 21)
    }

    @Test(arguments: [
        (20_000, "", "sk-abcdef\n", ""), (20_000, "key,name\n", "sk-abcdef,\"a\"\n", ""),
        (2_000, "", "OPENAI_API_KEY=sk-abcdef\n", ""), (2_000, "", "a@b.c----pass----sk-abcdef\n", ""),
        (2_000, "", "{\"key\":\"sk-abcdef\",\"name\":\"a\"}\n", ""),
        // More values than any other JSON text may have.
        (17_000, "[", "{\"key\":\"sk-abcdef\",\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1},", "]"),
    ])
    func `thousands are read, whatever they are written as`(count: Int, head: String, line: String, end: String) {
        let found = accounts(head + String(repeating: line, count: count) + end)
        #expect(found.count == count && words(found[count - 1]) == "1 sk-abcdef")
    }

    @Test func `hostile text is faults, and few`() {
        let mega = 1 << 20
        #expect(words(String(repeating: "x", count: mega)) == ["badToken"])
        #expect(words(String(repeating: "-", count: mega)) == ["badToken"])
        #expect(words("eyJ" + String(repeating: "----x", count: 6000)) == ["badToken"])
        #expect(words("a@b.c" + String(repeating: "----x", count: 6000)) == ["unknownKind"])
        #expect(words(String(repeating: "\"", count: 10_000)).isEmpty)
        #expect(words(String(repeating: "\"", count: mega)) == ["badToken"])
        #expect(words("key\n" + String(repeating: "\"", count: 9_999)) == ["brokenRow"])
        #expect(words("key" + String(repeating: ",", count: mega)) == ["badToken"])
        #expect(words("key\n" + String(repeating: ",", count: mega) + "\nsk-abcd") == ["1 sk-abcd"])
        #expect(words(String(repeating: "[", count: mega)) == ["brokenJSON"])
        #expect(words(String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)) == ["brokenJSON"])
        #expect(words(String(repeating: "{\"a\":", count: mega / 5)) == ["brokenJSON"])
        #expect(words(String(repeating: "{\"a\":\n", count: 10_000)).allSatisfy { $0 == "brokenJSON" })
        #expect(words("A=" + String(repeating: "=", count: 5000)) == ["unknownKind"])
        #expect(words("{\"key\":\"" + String(repeating: "e\u{301}", count: 100_000) + "\"}") == ["badToken"])
        #expect(PastedText.accounts(in: [0xFF, 0xFE, 0, 10, 0x80], at: now).count == 2)
        #expect(accounts("").isEmpty && accounts(" \n\r\n # nothing\n").isEmpty && accounts("[]").isEmpty)
    }

    @Test func `whatever the bytes are, they are read`() {
        let pieces = [
            "{", "}", "[", "]", "\"", ",", ";", "\t", "\n", "\r\n", "\\", "----", "=", ":", "#", " ", "sk-abcd",
            "eyJ.a.b", "key",
            "KEY=", "type", "1", "a@b.c", "\u{FEFF}", "王", "\"key\":", "_BASE_URL=", "export ", "Bearer ",
        ].map { Array($0.utf8) }
        var random = SplitMix(7)
        for _ in 0..<5_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<40, using: &random) {
                bytes += pieces.randomElement(using: &random)!
                if Int.random(in: 0..<8, using: &random) == 0 { bytes.append(.random(in: 0...255, using: &random)) }
            }
            let found = PastedText.accounts(in: bytes, at: now, most: 10)
            #expect(found.count <= 11 && found.allSatisfy { $0.line >= 1 && $0.fields["key"] == nil })
        }
    }
}
