import Dialects
import Domain
import JSON
import TestKit
import Testing

/// The golden files whose both ends are OpenAI Chat.
@Suite struct GoldenTests {
    static let requests = Golden.all("request.openai-chat.json")
    static let answers = Golden.all("response.openai-chat.json")
    static let streams = Golden.all("stream.openai-chat.sse")
    static let odd = Golden.all("from.openai-chat.sse")

    private let dialect: any Dialect = DialectName.openAIChat.dialect

    @Test func `there are golden files of every kind`() {
        #expect(Self.requests.count >= 18 && Self.answers.count >= 14 && Self.streams.count >= 15)
        #expect(Self.odd.count >= 4)
    }

    @Test(arguments: requests)
    func `a request is written as it was read`(golden: Golden) throws {
        let prompt = try dialect.prompt(from: golden.json)
        #expect(normal(try dialect.request(prompt)) == normal(golden.json))
        #expect(prompt.original?.body == golden.json)
    }

    @Test(arguments: answers)
    func `an answer is written as it was read`(golden: Golden) throws {
        let written = conversion([golden.bytes], streams: false)
        #expect(normal(try JSONValue(parsing: written)) == normal(golden.json))
        #expect(try JSONValue(parsing: conversion([golden.bytes], raw: .whole, streams: false)) == golden.json)
    }

    @Test(arguments: streams)
    func `a stream is written as it was read, however it is cut`(golden: Golden) throws {
        let expected = try normalEvents(golden.bytes)
        for pieces in cuttings(of: golden.bytes) {
            #expect(try normalEvents(conversion(pieces, streams: true)) == expected)
        }
    }

    @Test(arguments: streams.filter { $0.caseName != "error-mid-stream" })
    func `a stream that passes is the bytes that came, however it is cut`(golden: Golden) throws {
        for pieces in cuttings(of: golden.bytes) {
            #expect(conversion(pieces, raw: .events, streams: true) == golden.bytes)
        }
    }

    @Test(arguments: answers)
    func `a stream adds up to the whole answer beside it, and a whole answer can be streamed`(golden: Golden) throws {
        let stream = try #require(Self.streams.first { $0.caseName == golden.caseName })
        let whole = try JSONValue(parsing: conversion([stream.bytes], streams: false))
        #expect(normal(whole) == normal(golden.json))
        let streamed = conversion([golden.bytes], streams: true)
        #expect(normal(try JSONValue(parsing: conversion([streamed], streams: false))) == normal(golden.json))
    }

    @Test(arguments: odd)
    func `an odd stream is read alike however it is cut, and is written as a plain one`(golden: Golden) throws {
        let written = conversion([golden.bytes], streams: true)
        for pieces in cuttings(of: golden.bytes) { #expect(conversion(pieces, streams: true) == written) }
        #expect(conversion([written], streams: true) == written)
        #expect(try normalEvents(written).last == "[DONE]")
    }

    @Test(
        arguments: [
            (
                "odd-chat-call-in-one", nil,
                ["call 0 call_W1 get_weather", #"arguments 0 {"city":"Paris"}"#, "tool_calls"]
            ),
            ("odd-chat-empty-arguments", nil, ["call 0 call_N0 now", "arguments 0 {}", "tool_calls"]),
            ("odd-chat-no-done", nil, nil), ("odd-chat-reasoner", "hm|Yes.", ["stop"]),
        ] as [(String, String?, [String]?)])
    func `an odd stream means what its note says`(name: String, words: String?, facts: [String]?) throws {
        let golden = try #require(Self.odd.first { $0.caseName == name })
        var (reader, reasoning, text) = (OpenAIChat().reader(raw: nil), "", "")
        var found: [String] = []
        let pieces = reader.read(golden.bytes)
        let (rest, end) = reader.end(isBroken: false)
        for event in (pieces + rest).flatMap(\.events) {
            switch event {
            case .reasoning(let piece): reasoning += piece
            case .text(let piece): text += piece
            case .toolCall(let call): found.append("call \(call.index) \(call.id) \(call.name)")
            case .toolArguments(let index, let piece): found.append("arguments \(index) \(piece)")
            default: break
            }
        }
        guard case .finished(let reason) = end else {
            Issue.record("\(end)")
            return
        }
        if let words { #expect("\(reasoning)|\(text)" == words) }
        if let facts { #expect(found + [reason.rawValue] == facts) }
    }

    /// All that a client gets of an upstream's bytes.
    private func conversion(_ pieces: [[UInt8]], raw: RawForm? = nil, streams: Bool) -> [UInt8] {
        var reader = dialect.reader(raw: raw)
        var writer = dialect.writer(
            ReplyHead(
                id: "chatcmpl-golden", created: 1_764_300_000, model: "golden-1", streams: streams, reportsUsage: true))
        var bytes: [UInt8] = []
        for piece in pieces {
            for said in reader.read(piece) { bytes += writer.write(said) }
        }
        let (rest, end) = reader.end(isBroken: false)
        for said in rest { bytes += writer.write(said) }
        switch end {
        case .finished(let reason): bytes += writer.end(reason)
        case .refused(let error): bytes += writer.fail(ErrorReply(status: 500, error.message.string))
        case .bad, .wantsPerson, .incomplete: Issue.record("\(end)")
        }
        return bytes
    }

    /// In one piece, byte by byte, and in pieces of any size.
    private func cuttings(of bytes: [UInt8]) -> [[[UInt8]]] {
        var random = SplitMix(UInt64(bytes.count))
        let cut = (0..<10).map { _ in
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
}
