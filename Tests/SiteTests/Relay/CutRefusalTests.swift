import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// A refusal that breaks off at any byte, and bytes that nobody asked for.
@Suite struct CutRefusalTests {
    typealias Step = ScriptedUpstream.Step

    /// How an upstream refuses, whether another account is asked then, and what is known of the first.
    static let refusals: [(steps: [Step], goesOn: Bool, state: AccountHealth.State)] = [
        ([.answer(401, [:], #"{"error":{"message":"No."}}"#)], true, .needsLogin),
        ([.answer(429, ["Retry-After": "9"], #"{"error":{"message":"Slowly."}}"#)], true, .limited),
        ([.answer(503, [:], #"{"error":{"message":"Oh."}}"#)], true, .cooling),
        ([.answer(404, [:], #"{"error":{"message":"No such model."}}"#)], true, .healthy),
        ([.answer(422, [:], #"{"error":{"message":"You."}}"#)], false, .healthy),
        ([.answer(403, ["cf-mitigated": "challenge"], "<html>Wait")], true, .needsAttention),
        ([.answer(302, ["Location": "https://elsewhere.test/"], "")], true, .cooling),
    ]

    @Test func `a refusal counts from the end of its head on, and before that the request may have run`() async throws {
        let bench = try await TwoAccounts(.chat)
        var charged: [Bool] = []
        for refusal in Self.refusals {
            guard case .send(let bytes) = refusal.steps[0] else { continue }
            let headEnd = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8))).upperBound
            for count in 0...bytes.count {
                let name: Comment = "\(refusal.state) after \(count) of \(bytes.count) bytes"
                bench.plan([.send(Array(bytes.prefix(count))), .close])
                let seen = await bench.ask()
                let hasHead = count >= headEnd
                let goesOn = hasHead && refusal.goesOn
                #expect(seen.ann == 1 && seen.bob == (goesOn ? 1 : 0), name)
                #expect(seen.isWhole == goesOn, name)
                #expect(goesOn || seen.response.status == (hasHead ? 422 : 502), name)
                #expect(bench.state(of: bench.ann) == (hasHead ? refusal.state : .cooling), name)
                #expect(bench.state(of: bench.bob) == .healthy, name)
                charged.append(goesOn)
                bench.reset()
            }
        }
        #expect(try await bench.charged() == charged)
        bench.plan(nil)
        #expect(await bench.ask().text == MarkedStream.words(of: "Ann").joined())
    }

    /// They come on a connection that is kept, before the next question is asked.
    @Test(arguments: MarkedStream.all)
    func `a second answer that nobody asked for answers no other question`(stream: MarkedStream) async throws {
        let bench = try await TwoAccounts(stream)
        let good = CutStream(stream, of: "Ann", inChunks: true).bytes
        let unasked = CutStream(stream, of: "Eve", inChunks: true).bytes
        for _ in 0..<20 {
            bench.plan([.send(good + unasked)])
            let seen = await bench.ask()
            #expect(seen.isWhole && !seen.reader.seen.text.contains("Eve"))
        }
    }
}
