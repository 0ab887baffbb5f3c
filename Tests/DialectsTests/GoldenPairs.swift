import Dialects
import Domain
import JSON
import TestKit
import Testing
import Wire

/// One golden case from one format to another, as `Tests/Fixtures/golden/README.md` has it.
struct GoldenPair: Sendable, CustomTestStringConvertible {
    let caseName: String
    /// What is read.
    let from: DialectName
    /// What is written.
    let to: DialectName
    let input: [UInt8]
    let expected: [UInt8]
    var testDescription: String { "\(caseName): \(from.rawValue) → \(to.rawValue)" }
    var expectedJSON: JSONValue { (try? JSONValue(parsing: expected)) ?? .null }

    /// The request as it is read. Google's has its model in the address.
    func prompt() throws -> Prompt {
        var prompt = try from.dialect.prompt(from: JSONValue(parsing: input))
        if prompt.model.isEmpty { prompt.model = "golden-1" }
        return prompt
    }

    /// Formats that can be asked in, and formats that upstreams speak, among those that are there.
    static let asked = DialectName.allCases.filter { ![.codex, .chatGPTWeb, .completions].contains($0) }
    static let upstreams = DialectName.allCases.filter { $0 != .completions }

    private static func pairs(
        from: [DialectName], to: [DialectName], input: (String, DialectName) -> [UInt8],
        expected: (String, DialectName, DialectName) -> [UInt8]
    ) -> [GoldenPair] {
        Golden.caseNames.flatMap { name in
            from.flatMap { from in
                to.filter { $0 != from }.compactMap { to in
                    let (input, expected) = (input(name, from), expected(name, from, to))
                    guard !input.isEmpty, !expected.isEmpty else { return nil }
                    return GoldenPair(caseName: name, from: from, to: to, input: input, expected: expected)
                }
            }
        }
    }

    /// A file of one pair replaces the format's own.
    private static func file(_ name: String, _ kind: String, _ from: DialectName, _ to: DialectName, _ end: String)
        -> [UInt8]
    {
        let own = Golden.bytes(name, "\(kind).\(to.rawValue).from-\(from.rawValue).\(end)")
        return own.isEmpty ? Golden.bytes(name, "\(kind).\(to.rawValue).\(end)") : own
    }

    static let requests = pairs(from: asked, to: upstreams) { name, from in
        Golden.bytes(name, "request.\(from.rawValue).json")
    } expected: { name, from, to in
        refused(name, to) == nil ? file(name, "request", from, to, "json") : []
    }

    /// Of those that cannot be said; what is expected is the field.
    static let refusals = pairs(from: asked, to: upstreams) { name, from in
        Golden.bytes(name, "request.\(from.rawValue).json")
    } expected: { name, _, to in
        Array((refused(name, to) ?? "").utf8)
    }

    private static func refused(_ name: String, _ to: DialectName) -> String? {
        (try? JSONValue(parsing: Golden.bytes(name, "refused.json")))?[Text(to.rawValue)]?.text?.string
    }

    /// Of an odd case the others are what its clients get. A refusal is a text to these two, which cannot be read as one again.
    private static func isRead(_ name: String, _ from: DialectName) -> Bool {
        !name.hasPrefix("odd-") && !(name == "refusal" && [.anthropic, .gemini].contains(from))
    }

    static let streams = pairs(from: upstreams, to: asked) { name, from in
        isRead(name, from) ? Golden.bytes(name, "stream.\(from.rawValue).sse") : []
    } expected: { name, from, to in
        file(name, "stream", from, to, "sse")
    }

    static let odd = pairs(from: upstreams, to: asked) { name, from in
        Golden.bytes(name, "from.\(from.rawValue).sse")
    } expected: { name, from, to in
        file(name, "stream", from, to, "sse")
    }

    /// ChatGPT's two have only the stream, which is gathered.
    static let answers = pairs(from: upstreams, to: asked) { name, from in
        from == .codex || from == .chatGPTWeb
            ? Golden.bytes(name, "stream.\(from.rawValue).sse")
            : isRead(name, from) ? Golden.bytes(name, "response.\(from.rawValue).json") : []
    } expected: { name, from, to in
        file(name, "response", from, to, "json")
    }
}

// MARK: Converting

/// All that a client gets of an upstream's bytes.
func conversion(
    _ pieces: [[UInt8]], from: DialectName, to: DialectName, raw: RawForm? = nil, streams: Bool,
    prompt: Prompt? = nil
) -> [UInt8] {
    var reader = from.dialect.reader(raw: raw)
    var writer = to.dialect.writer(
        ReplyHead(
            id: "golden", created: 1_764_300_000, model: "golden-1", streams: streams, reportsUsage: true,
            prompt: prompt))
    var bytes: [UInt8] = []
    for piece in pieces {
        for said in reader.read(piece) { bytes += writer.write(said) }
    }
    let (rest, end) = reader.end(isBroken: false)
    for said in rest { bytes += writer.write(said) }
    switch end {
    case .finished(let reason): bytes += writer.end(reason)
    case .refused(let error): bytes += writer.fail(ErrorReply(status: error.status ?? 502, error.message.string))
    case .incomplete: bytes += writer.fail(ErrorReply(status: 502, "the upstream ended the stream early"))
    case .bad, .wantsPerson: Issue.record("\(end)")
    }
    return bytes
}

/// In one piece, byte by byte, and in pieces of any size.
func anyCuttings(of bytes: [UInt8]) -> [[[UInt8]]] {
    var random = SplitMix(UInt64(bytes.count))
    let cut = (0..<4).map { _ in
        var (pieces, rest): ([[UInt8]], ArraySlice<UInt8>) = ([], bytes[...])
        while !rest.isEmpty {
            let size = Int.random(in: 1...max(1, rest.count / 2), using: &random)
            pieces.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
    return [[bytes], bytes.map { [$0] }] + cut
}

// MARK: Comparing

/// The reference of *equal*: `normal` of the golden files' own `validate.py`. Ids that we make, times, counters, words of errors, nulls and
/// what a response echoes carry no meaning; ids of calls do.
struct GoldenForm {
    let format: DialectName

    func normal(_ value: JSONValue) -> JSONValue { mask(value, []) }

    private static let left: Set<Text> = [
        "created", "created_at", "completed_at", "sequence_number", "item_id", "responseId", "response_id",
        "system_fingerprint", "service_tier", "obfuscation", "createTime", "request_id", "modelVersion",
    ]
    /// Of a response object the rest echoes the request.
    private static let kept: Set<Text> = [
        "id", "object", "status", "output", "usage", "error", "incomplete_details", "model",
    ]

    private func mask(_ value: JSONValue, _ path: [Text]) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map { mask($0, path) })
        case .object(let members):
            let masked = members.compactMap { member -> JSONValue.Member? in
                guard !isLeft(member, of: value, path) else { return nil }
                var inner = member.value
                if member.key == "response", inner["object"] != nil {
                    inner = .object((inner.members ?? []).filter { Self.kept.contains($0.key) })
                }
                return .init(member.key, mask(inner, path + [member.key]))
            }
            return .object(masked.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
        case .null, .bool, .number, .string: return value
        }
    }

    private func isLeft(_ member: JSONValue.Member, of value: JSONValue, _ path: [Text]) -> Bool {
        let isCall =
            value["type"] == "tool_use" || value["type"] == "function" || value["args"] != nil
            || value["response"] != nil && value["name"] != nil
        if Self.left.contains(member.key) || member.key == "id" && !isCall || member.value.isNull { return true }
        let isEmpty = member.value == [] || member.value == [:]
        if member.key == "logprobs" || member.key == "annotations", isEmpty { return true }
        if value["object"] == "response", path.isEmpty, !Self.kept.contains(member.key) { return true }
        if member.key == "message", path.last == "error" { return true }
        return member.key == "usage" && path.last == "message" && format.rawValue == "anthropic"
    }

    /// The events of a stream, each with its name where the format has names; `[DONE]` is a string.
    func events(_ bytes: [UInt8]) throws -> [JSONValue] {
        var parser = ServerSentEventParser()
        parser.feed(bytes)
        var (events, last): ([JSONValue], Int64) = ([], -1)
        let hasNames = ["anthropic", "openai-responses", "codex"].contains(format.rawValue)
        while let event = try parser.next() {
            guard event.data != "[DONE]" else {
                events.append("[DONE]")
                continue
            }
            let json = try JSONValue(parsing: event.data.utf8)
            guard json["type"] != "ping" else { continue }
            if let number = json["sequence_number"]?.integer {
                #expect(number > last)
                last = number
            }
            let name: JSONValue = hasNames ? event.event.map { .string($0) } ?? .null : .null
            events.append([name, normal(json)])
        }
        #expect(!parser.isInsideEvent)
        return events
    }
}
