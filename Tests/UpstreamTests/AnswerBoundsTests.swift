import Domain
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// How large each part of an answer may be: what is just at the bound is read, one more is a clean failure.
@Suite struct AnswerBoundsTests {
    typealias Step = ScriptedUpstream.Step

    private static let bound = 8 << 20
    private static let end: [Step] = [.finish(), .done, .lastChunk]
    private static let head = #"{"choices":[{"index":0,"delta":{"content":""#
    private static let tail = #""}}]}"#

    /// An event in one line of so many bytes.
    private static func line(of count: Int) -> Step {
        let padding = count - "data: \(head)\(tail)".utf8.count
        return .chunk("data: \(head)\(String(repeating: "x", count: padding))\(tail)\n\n")
    }

    /// An event whose data are so many bytes, in lines of a megabyte.
    private static func event(of count: Int) -> Step {
        let (first, last) = (#"{"padding":["#, "\"\"" + #"],"choices":[{"delta":{"content":"x"}}]}"#)
        var lines = "data: \(first)\n"
        // The line feed between two lines counts, too.
        var left = count - first.utf8.count - last.utf8.count - 1
        while left > 0 {
            let size = min(left, 1 << 20)
            lines += "data: \"\(String(repeating: "x", count: size - 4))\",\n"
            left -= size
        }
        lines += "data: \(last)\n"
        return .chunk(lines + "\n")
    }

    @Test(arguments: [(0, nil), (1, TurnFailure.upstreamBadAnswer)])
    func `a line has 8 MiB at most`(excess: Int, failure: TurnFailure?) async {
        let asked = await Asked.asking([.eventStream, .delta("Half"), Self.line(of: Self.bound + excess)] + Self.end)
        #expect(asked.failure?.code == failure)
        let read = failure == nil ? Self.bound - "data: \(Self.head)\(Self.tail)".utf8.count : 0
        #expect(asked.text.hasPrefix("Half"))
        #expect(asked.text.utf8.count == 4 + read)
    }

    @Test(arguments: [(0, nil), (1, TurnFailure.upstreamBadAnswer)])
    func `an event has 8 MiB at most, in however many lines`(excess: Int, failure: TurnFailure?) async {
        let asked = await Asked.asking([.eventStream, Self.event(of: Self.bound + excess)] + Self.end)
        #expect(asked.failure?.code == failure)
        #expect(asked.text == (failure == nil ? "x" : ""))
    }

    @Test(arguments: [(0, nil), (1, TurnFailure.upstreamBadAnswer)])
    func `an answer has a million events at most`(excess: Int, failure: TurnFailure?) async {
        // Two more end it.
        let empty = [UInt8](repeating: 0, count: 1000).flatMap { _ in Array("data: 0\n\n".utf8) }
        let rest = Array(repeating: Array("data: 0\n\n".utf8), count: 998 + excess).flatMap(\.self)
        let asked = await Asked.asking(
            [.eventStream] + [Step](repeating: .chunk(empty), count: 999) + [.chunk(rest)] + Self.end)
        #expect(asked.failure?.code == failure)
        #expect(asked.finish == (failure == nil ? .stop : nil))
    }

    @Test(arguments: [0, 1])
    func `an event has a hundred thousand values at most, and is left out beyond`(excess: Int) async {
        // The object, the list of choices and this list are values, too.
        let zeros = [String](repeating: "0", count: JSONValue.maximumCount - 3 + excess).joined(separator: ",")
        let asked = await Asked.asking(
            [.eventStream, .chunk("data: {\"choices\":[],\"padding\":[\(zeros)]}\n\n"), .delta("Hi")] + Self.end)
        #expect(asked.text == "Hi" && asked.finish == .stop)
        #expect(asked.findings.skipped == excess)
    }

    /// 1 MiB that would be 1 GiB. Nothing of it is unpacked, whatever it calls itself.
    @Test(
        arguments: [
            ["Content-Encoding": "gzip"], ["Content-Encoding": "identity, GZIP"], ["Content-Encoding": "deflate"],
            ["Content-Encoding": "br"], ["Content-Encoding": "zstd"], ["Content-Encoding": "x-gzip"], [:],
        ] as [Headers])
    func `a compressed answer is refused unread`(headers: Headers) async {
        var headers = headers
        headers["Content-Type"] = "text/event-stream"
        headers["Content-Length"] = "\(Self.bomb.count)"
        let asked = await Asked.asking([.head(200, headers), .send(Self.bomb)])
        #expect(asked.failure?.code == .upstreamBadAnswer)
        #expect(asked.events.isEmpty)
        #expect(asked.failure?.detail.contains(headers["Content-Encoding"] == nil ? "neither" : "compressed") == true)
    }

    @Test func `an answer compressed on its way is refused as well`() async {
        let head = Step.head(200, ["Content-Type": "text/event-stream", "Transfer-Encoding": "gzip, chunked"])
        let asked = await Asked.asking([head, .chunk(Self.bomb), .lastChunk])
        #expect(asked.failure?.code == .upstreamBadAnswer)
        #expect(asked.events.isEmpty)
    }

    @Test func `a refusal that is compressed is still a refusal`() async {
        let headers: Headers = ["Content-Encoding": "gzip", "Content-Length": "\(Self.bomb.count)"]
        let asked = await Asked.asking([.head(429, headers), .send(Self.bomb)])
        #expect(asked.failure?.code == .upstreamRateLimited)
    }

    /// The beginning of a gzip file (RFC 1952) and blocks of deflate that each stand for many equal bytes.
    private static let bomb: [UInt8] =
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xEC, 0xC1, 1, 1] + [UInt8](repeating: 0, count: 1 << 20)
}
