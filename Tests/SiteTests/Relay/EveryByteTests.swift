import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// An upstream that goes wrong at any byte of its answer (docs/architecture.md, edges 15 to 17 and 22): a whole answer of one account, or
/// the beginning of one's with a failure; never something of both; one charge; and the next question is answered as if nothing had been.
@Suite struct EveryByteTests {
    typealias Step = ScriptedUpstream.Step

    /// What becomes of the connection when so many bytes of an answer have been sent.
    static let breaks: [(name: String, steps: [Step])] = [
        ("ends in order", [.close]), ("breaks", [.reset]), ("is no chunk", [.text("zz\r\n"), .close]),
    ]

    /// What stands instead of the rest, in a body that ends properly.
    static func rests(_ stream: MarkedStream) -> [(name: String, bytes: String)] {
        [
            ("nothing", ""), ("an error", "\n\n\(stream.error)\n\n"), ("a page", "\n\n<html><title>502</title>\n"),
        ]
    }

    @Test(arguments: MarkedStream.all)
    func `wherever the connection breaks, one account answers, or one has begun to`(stream: MarkedStream) async throws {
        let bench = try await TwoAccounts(stream)
        let sent = CutStream(stream, of: "Ann", inChunks: true)
        var charged: [Bool] = []
        for count in 0...sent.bytes.count {
            let isAll = count == sent.bytes.count
            for end in Self.breaks.turned(by: count) where !isAll || end.name != "is no chunk" {
                bench.plan([.send(Array(sent.bytes.prefix(count)))] + end.steps)
                let seen = await bench.ask()
                // What is left of a connection that was reset is lost, or not.
                let isExact = end.name == "ends in order"
                let place = Place(sent, count, isExact: isExact, mustBeWhole: isAll)
                charged.append(check(seen, bench, at: place, "\(end.name) after \(count) bytes"))
                bench.reset()
            }
            await checkNext(bench, "whatever happened after \(count) bytes")
            charged.append(true)
        }
        #expect(try await bench.charged() == charged)
        #expect(await bench.world.used() == Int64(charged.count { $0 }))
    }

    @Test(arguments: MarkedStream.all)
    func `wherever something else comes instead of the rest, one account answers, or one has begun to`(
        stream: MarkedStream
    ) async throws {
        let bench = try await TwoAccounts(stream)
        let sent = CutStream(stream, of: "Ann", inChunks: false)
        var charged: [Bool] = []
        for count in 0...sent.bytes.count {
            for rest in Self.rests(stream).turned(by: count) {
                let bytes = Array(sent.bytes.prefix(count)) + rest.bytes.utf8
                // An empty chunk would be the last one, and the next a second answer.
                bench.plan([.eventStream] + (bytes.isEmpty ? [] : [.chunk(bytes)]) + [.lastChunk])
                let seen = await bench.ask()
                var place = Place(sent, count, mustBeWhole: count == sent.bytes.count && rest.bytes.isEmpty)
                if rest.name == "an error" { place.state = stream.errorState }
                if rest.name == "a page", count == 0 { place.state = stream.pageState }
                charged.append(check(seen, bench, at: place, "\(rest.name) after \(count) bytes"))
                bench.reset()
            }
            await checkNext(bench, "whatever came after \(count) bytes")
            charged.append(true)
        }
        #expect(try await bench.charged() == charged)
        #expect(await bench.world.used() == Int64(charged.count { $0 }))
    }

    /// Silence is a break that comes late: it is tried between the values and in the middle of each.
    @Test(arguments: MarkedStream.all)
    func `wherever it falls silent, one account answers, or one has begun to`(stream: MarkedStream) async throws {
        let bench = try await TwoAccounts(stream)
        let sent = CutStream(stream, of: "Ann", inChunks: true)
        for count in sent.joints {
            bench.plan([.send(Array(sent.bytes.prefix(count))), .hold], isSilent: true)
            // On a busy machine its time may be up before the first byte.
            _ = check(await bench.ask(), bench, at: Place(sent, count, isExact: false), "silent after \(count) bytes")
            bench.reset()
            await checkNext(bench, "silent after \(count) bytes")
        }
    }
}

extension EveryByteTests {
    /// Where an answer was cut, and what may be known of it there.
    struct Place {
        let texts: [String]
        let mayBeWhole: Bool
        let mustBeWhole: Bool
        /// Whether the status came.
        let hasHead: Bool?
        var state = AccountHealth.State.cooling

        init(_ stream: CutStream, _ count: Int, isExact: Bool = true, mustBeWhole: Bool = false) {
            let texts = stream.texts(in: count)
            self.texts = isExact ? texts : stream.allTexts.filter { $0.utf8.count <= texts.last!.utf8.count }
            mayBeWhole = count >= stream.end
            self.mustBeWhole = mustBeWhole && isExact
            hasHead = count < stream.headEnd ? false : isExact ? true : nil
        }
    }

    /// Returns whether it is charged: if anything of an answer came.
    private func check(
        _ seen: TwoAccounts.Seen, _ bench: TwoAccounts, at place: Place, _ name: Comment
    ) -> Bool {
        let (text, bytes) = (seen.text, seen.reader.seen.text)
        #expect(!(bytes.contains("Ann") && bytes.contains("Bob")), name)
        #expect(seen.ann == 1, name)
        let words = ["Ann", "Bob"].map { MarkedStream.words(of: $0).joined() }
        if seen.bob > 0 {
            // Nothing had come of the first.
            #expect(place.texts.contains("") && place.hasHead != false, name)
            #expect(seen.bob == 1 && seen.isWhole && text == words[1], name)
        } else if seen.isWhole {
            #expect(place.mayBeWhole && text == words[0] && !seen.hasError, name)
        } else if text.isEmpty {
            // It may have run.
            #expect(place.hasHead != true && [502, 504].contains(seen.response.status), name)
            #expect(seen.response.headers["x-should-retry"] == "false" && !bytes.contains("Ann"), name)
        } else {
            #expect(place.texts.contains(text) && seen.hasError, name)
        }
        #expect(seen.isWhole || !place.mustBeWhole, name)
        let isFine = seen.isWhole && seen.bob == 0
        #expect(bench.state(of: bench.ann) == (isFine ? .healthy : place.state), name)
        #expect(bench.state(of: bench.bob) == .healthy, name)
        return !text.isEmpty
    }

    /// The same account answers the next question, on whichever connection.
    private func checkNext(_ bench: TwoAccounts, _ name: Comment) async {
        bench.plan(nil)
        let seen = await bench.ask()
        #expect(seen.isWhole && seen.text == MarkedStream.words(of: "Ann").joined() && seen.bob == 0, name)
        #expect(bench.state(of: bench.ann) == .healthy, name)
    }
}

extension Array {
    /// Another one is the last before the next question each time.
    fileprivate func turned(by count: Int) -> [Element] {
        Array(self[(count % self.count)...] + self[..<(count % self.count)])
    }
}
