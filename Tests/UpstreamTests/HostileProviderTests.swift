import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// Providers that lie, in every format and over sockets: a clean failure or a sane answer, and the next question on the same client is
/// answered as if nothing had been.
@Suite struct HostileProviderTests {
    typealias Step = ScriptedUpstream.Step

    /// What a hostile answer may come to.
    enum Outcome: Sendable { case answer, failure, either }

    struct Attack: Sendable, CustomTestStringConvertible {
        let name: String
        let outcome: Outcome
        let steps: @Sendable (Kind) -> [Step]
        var testDescription: String { name }

        init(_ name: String, _ outcome: Outcome, _ steps: @escaping @Sendable (Kind) -> [Step]) {
            self.name = name
            self.outcome = outcome
            self.steps = steps
        }
    }

    private static let answer = ScriptedAnswer(texts: ["Hello"])

    private static func whole(_ kind: Kind) -> String { answer.whole(in: kind.format).serialized }

    private static func stream(_ kind: Kind) -> [UInt8] {
        answer.events(in: kind.format).flatMap { event in
            Array("data: \(event.serialized)\n\n".utf8)
        } + (kind.format == .openAIChat ? Array("data: [DONE]\n\n".utf8) : [])
    }

    private static func head(_ lines: String) -> Step {
        .text("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\(lines)\r\n\r\n")
    }

    /// A stream one of whose texts is other bytes.
    private static func saying(_ bytes: [UInt8], _ kind: Kind) -> [Step] {
        let body = stream(kind).replacing(Array("Hello".utf8), with: bytes)
        return [.eventStream, .chunk(body), .lastChunk]
    }

    private static func changing(
        _ kind: Kind, _ answer: ScriptedAnswer = answer, _ change: (inout [JSONValue]) -> Void
    ) -> [Step] {
        var events = answer.events(in: kind.format)
        change(&events)
        return .stream(events, in: kind.format)
    }

    static let heads: [Attack] = [
        Attack("a length that is too long", .failure) { kind in
            [
                head("Content-Length: \(stream(kind).count + 100)"),
                .send(Array(stream(kind).prefix(stream(kind).count / 2))), .close,
            ]
        },
        Attack("a length that is too short", .either) { kind in
            [head("Content-Length: \(stream(kind).count / 3)"), .send(stream(kind)), .close]
        },
        Attack("two lengths", .either) { kind in
            [head("Content-Length: 5\r\nContent-Length: \(stream(kind).count)"), .send(stream(kind)), .close]
        },
        Attack("a length that is no number", .either) { kind in
            [head("Content-Length: 0x20"), .send(stream(kind)), .close]
        },
        Attack("a negative chunk", .failure) { _ in
            [head("Transfer-Encoding: chunked"), .text("-5\r\nhello\r\n0\r\n\r\n"), .close]
        },
        Attack("a chunk beyond all bounds", .failure) { _ in
            [head("Transfer-Encoding: chunked"), .text("FFFFFFFFFFFFFFFFF\r\nhello"), .close]
        },
        Attack("a second head inside a header", .either) { kind in
            [
                head("X-A: b\rHTTP/1.1 200 OK\rSet-Cookie: a=b\r\nContent-Length: \(stream(kind).count)"),
                .send(stream(kind)), .close,
            ]
        },
        Attack("a header without a name", .either) { kind in
            [head(": x\r\nContent-Length: \(stream(kind).count)"), .send(stream(kind)), .close]
        },
        Attack("a header without end", .failure) { _ in
            [.text("HTTP/1.1 200 OK\r\nX-A: "), .send([UInt8](repeating: 97, count: 2 << 20)), .close]
        },
        Attack("a bomb of gzip that nobody asked for", .failure) { _ in
            let bomb = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xEC, 0xC1, 1, 1] + [UInt8](repeating: 0, count: 1 << 20)
            return [head("Content-Encoding: gzip\r\nContent-Length: \(bomb.count)"), .send(bomb)]
        },
        Attack("nothing at all", .failure) { _ in [head("Content-Length: 0")] },
        Attack("no HTTP", .failure) { _ in [.text("SSH-2.0-OpenSSH_9.2\r\n"), .close] },
    ]

    static let bodies: [Attack] = [
        Attack("a character cut in two by the end of its text", .either) {
            saying(Array("He\u{E9}".utf8.dropLast()), $0)
        },
        Attack("bytes that are no UTF-8", .either) { saying([0x48, 0xFF, 0xFE, 0xC0, 0x80], $0) },
        Attack("half a character of UTF-16", .either) { saying(Array(#"\ud83d"#.utf8), $0) },
        Attack("a NUL", .either) { saying(Array(#"a\u0000b"#.utf8), $0) },
        Attack("a line of 9 MiB", .failure) { kind in
            [.eventStream, .chunk("data: ")] + (0..<9).map { _ in .chunk([UInt8](repeating: 120, count: 1 << 20)) }
                + [.chunk("\n\n"), .lastChunk]
        },
        Attack("no usage", .answer) { kind in
            changing(kind) { events in
                events = events.map(withoutUsage).filter { !($0["choices"] == []) }
            }
        },
        Attack("no end", .failure) { kind in
            changing(kind) { $0.removeLast(kind.format == .openAIChat ? 2 : 1) }.filter { step in
                if case .send(let bytes) = step {
                    Array(bytes).firstRange(of: Array("[DONE]".utf8)) == nil
                } else {
                    true
                }
            }
        },
        Attack("an answer as a whole, called a stream", .answer) { kind in
            [.answer(200, ["Content-Type": "text/event-stream"], whole(kind))]
        },
        Attack("a stream, called JSON", .answer) { kind in
            [.answer(200, ["Content-Type": "application/json"], String(decoding: stream(kind), as: UTF8.self))]
        },
        Attack("arguments that are no JSON", .either) { kind in
            changing(kind, ScriptedAnswer(texts: [], calls: [.init("c1", "f", #"{"a":"#)])) { _ in }
        },
        Attack("two ends", .answer) { kind in changing(kind) { $0 += $0.suffix(kind.format == .gemini ? 1 : 2) } },
        Attack("numbers as texts", .answer) { kind in changing(kind) { $0 = $0.map(withTextNumbers) } },
        Attack("everything twice", .either) { kind in changing(kind) { $0 += $0 } },
        Attack("nested without end", .failure) { _ in
            let deep = String(repeating: "[", count: 200_000)
            return [.eventStream, .chunk("data: \(deep)\n\n"), .lastChunk]
        },
    ]

    private static func withoutUsage(_ value: JSONValue) -> JSONValue {
        var value = value
        for name in ["usage", "usageMetadata"] as [Text] { value[name] = nil }
        for name in ["message", "response"] as [Text] where value[name]?["usage"] != nil { value[name]?["usage"] = nil }
        return value
    }

    /// Every number of an event as a text.
    private static func withTextNumbers(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let text): .string(text)
        case .array(let elements): .array(elements.map(withTextNumbers))
        case .object(let members): .object(members.map { .init($0.key, withTextNumbers($0.value)) })
        default: value
        }
    }

    @Test(arguments: Kind.speaking, heads + bodies)
    func `a hostile answer is a clean failure or a sane answer, and harms no other`(kind: Kind, attack: Attack) async {
        let steps = attack.steps(kind)
        let count = Counter()
        let script: @Sendable (RecordedRequest) -> [Step] = { _ in
            count.next() == 0 ? steps : Self.answer.steps(in: kind.format)
        }
        await ScriptedUpstream.serving(script) { upstream in
            // One client: what is left of a hostile connection must be in nobody's next answer.
            let backend = HTTPBackend.reaching(upstream)
            let account = kind.account(at: upstream.baseURL)
            let hostile = await Asked.asking(backend, .asking("a question of several words"), as: account)
            switch attack.outcome {
            case .answer: #expect(hostile.finish == .stop && hostile.text == "Hello")
            case .failure: #expect(hostile.failure != nil && hostile.finish == nil)
            case .either: #expect((hostile.failure == nil) != (hostile.finish == nil))
            }
            #expect(hostile.failure?.detail.utf8.count ?? 0 <= 1200)
            let next = await Asked.asking(backend, .asking("Hi"), as: account)
            #expect(next.finish == .stop && next.text == "Hello" && next.events.count < 5)
        }
    }
}

/// Counts up from zero.
private final class Counter: Sendable {
    private let value = Watched(0)

    func next() -> Int {
        value.change { value in
            defer { value += 1 }
            return value
        }
    }
}
