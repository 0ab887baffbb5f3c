import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// What is too long, or no text that somebody wrote, is said to be so with its field; what is allowed is allowed everywhere.
@Suite(.timeLimit(.minutes(5))) struct TextBoundsTests {
    /// One character each, of 1 to 4 bytes.
    private static let letters = ["a", "é", "漢", "😀", "\u{301}", "م"]

    /// Fields that people fill in, and how many characters they take. `$` is one nobody else has.
    private static let fields: [(method: Wire.Method, path: String, body: JSONValue, field: Text, most: Int)] = [
        (.post, "/api/user/", [:], "username", 64), (.post, "/api/user/", ["username": "$"], "display_name", 64),
        (.post, "/api/package/", ["limits": []], "name", 64),
    ]

    @Test func `a name may have so many characters, whatever they are, and one more is refused with its field`()
        async throws
    {
        let panel = try await Panel()
        for (method, path, body, field, most) in Self.fields {
            for (number, letter) in Self.letters.enumerated() where letter != "\u{301}" {
                for (length, status) in [(most, 200), (most + 1, 400)] {
                    var body = body
                    if body["username"] != nil { body["username"] = .string("\(field)\(number)\(length)") }
                    body[field] = .string(String(repeating: letter, count: length))
                    let answer = await panel.root(method, path, body)
                    #expect(answer.status == status, "\(path) \(field) \(letter) \(length): \(answer.text)")
                    if status == 400 { #expect(answer.data["field"] == .string(field)) }
                }
            }
        }
    }

    @Test func `a model's name of the greatest length can be asked for`() async throws {
        let world = try await World()
        for letter in Self.letters where letter != "\u{301}" {
            let model = String(repeating: letter, count: 255)
            let answer = await world.post(
                "/backend-api/conversation",
                [
                    "action": "next", "model": .string(model),
                    "messages": [["content": ["content_type": "text", "parts": ["Hi"]]]],
                ], as: world.alice)
            #expect(answer.json["detail"]?["code"] == "unknown_model", "\(answer.text)")
        }
    }

    @Test func `a title is counted like every name`() async throws {
        let world = try await World()
        let turn = try await world.chat()
        for letter in Self.letters where letter != "\u{301}" {
            for (length, status) in [(200, 200), (201, 400)] {
                let title = String(repeating: letter, count: length)
                let answer = await world.respond(
                    to: .patch, "/backend-api/conversation/\(turn.conversation)", as: world.alice,
                    json: ["title": .string(title)])
                #expect(answer.status == status, "\(letter) \(length): \(answer.text)")
            }
        }
    }

    // MARK: Marks

    private let marks = String(repeating: "\u{301}", count: 65)

    @Test func `a body with an absurd run of marks is refused wherever it stands, in both languages`() async throws {
        let world = try await World()
        let bodies: [JSONValue] = [
            ["messages": [["content": ["content_type": "text", "parts": [.string("a" + marks)]]]]],
            .object([.init(Text("a" + marks), 1)]), ["model": .string(marks)], [[["deep": [.string("x" + marks)]]]],
        ]
        for body in bodies {
            let answer = await world.post("/backend-api/conversation", body, as: world.alice)
            #expect(answer.status == 400 && answer.json["detail"]?["code"] == "invalid_request")
            #expect(answer.json["detail"]?["field"] == "body")
            let chinese = await world.post(
                "/api/user/login", body, as: nil)
            #expect(chinese.status == 400)
        }
        let chinese = await world.respond(
            to: .post, "/api/user/login", json: bodies[0], headers: ["accept-language": "zh-CN"])
        #expect(chinese.json["message"]?.string?.contains("组合符号") == true)
    }

    @Test func `a head with an absurd run of marks is refused wherever it stands`() async throws {
        let world = try await World()
        for name in ["cookie", "accept-language", "x-anything", "origin", "user-agent"] as [Text] {
            let answer = await world.get("/backend-api/me", as: world.alice, headers: [name: Text("a" + marks)])
            #expect(answer.status == 400, "\(name)")
        }
        let escaped = marks.utf8.map { "%" + Hexadecimal.encode([$0]) }.joined()
        for target in ["/backend-api/conversations?order=\(escaped)", "/backend-api/conversation/\(escaped)"] {
            #expect(await world.get(target, as: world.alice).status == 400, "\(target)")
        }
    }

    @Test func `as many marks as anybody writes are text like any other`() async throws {
        let world = try await World()
        let turn = try await world.chat()
        let title = "Z" + String(repeating: "\u{301}", count: 64)
        let answer = await world.respond(
            to: .patch, "/backend-api/conversation/\(turn.conversation)", as: world.alice,
            json: ["title": .string(title)])
        #expect(answer.status == 200)
        #expect(await world.tree(turn.conversation)["title"] == .string(title))
    }

    @Test func `an answer is shown and kept with as many marks as it has`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        let text = "a" + String(repeating: "\u{301}", count: 100_000)
        await turn.reply.say(.text(text))
        turn.reply.finish()
        await turn.reader.end()
        #expect(try #require(await world.tree(turn.conversation).leaf).words.hasSameBytes(as: text))
    }
}
