import Dialects
import Domain
import JSON
import Testing

/// Every golden case between any two formats. A new case, and a new format, need no new line here.
@Suite struct GoldenPairTests {
    @Test func `there are golden files of every kind`() {
        #expect(GoldenPair.requests.count >= 70 && GoldenPair.answers.count >= 60)
        #expect(GoldenPair.streams.count >= 60 && GoldenPair.odd.count >= 5 && !GoldenPair.refusals.isEmpty)
    }

    @Test(arguments: GoldenPair.requests)
    func `a request is written as the other format's own`(pair: GoldenPair) throws {
        let prompt = try pair.prompt()
        let form = GoldenForm(format: pair.to)
        #expect(form.normal(try pair.to.dialect.request(prompt)) == form.normal(pair.expectedJSON))
    }

    @Test(arguments: GoldenPair.refusals)
    func `what cannot be said is refused by its name`(pair: GoldenPair) throws {
        let prompt = try pair.prompt()
        let error = #expect(throws: Inexpressible.self) { try pair.to.dialect.request(prompt) }
        let field = error?.field.asciiLowercased ?? ""
        #expect(field.contains(Text(decoding: pair.expected)) && error?.reason == .unsupported)
    }

    @Test(arguments: GoldenPair.streams + GoldenPair.odd)
    func `a stream is written as the other format's own, however it is cut`(pair: GoldenPair) throws {
        let form = GoldenForm(format: pair.to)
        let written = conversion([pair.input], from: pair.from, to: pair.to, streams: true)
        #expect(try form.events(written) == form.events(pair.expected))
        for pieces in anyCuttings(of: pair.input) {
            #expect(conversion(pieces, from: pair.from, to: pair.to, streams: true) == written)
        }
    }

    @Test(arguments: GoldenPair.answers)
    func `a whole answer is written as the other format's own`(pair: GoldenPair) throws {
        let form = GoldenForm(format: pair.to)
        let written = conversion([pair.input], from: pair.from, to: pair.to, streams: false)
        #expect(form.normal(try JSONValue(parsing: written)) == form.normal(pair.expectedJSON))
    }
}
