import Testing

@testable import Domain

/// What costs something beside tokens and calls: sizes of pictures, tools of an upstream's own, seconds of sound.
@Suite struct SurchargeTests {
    @Test(
        arguments: [
            ("dall-e-2", "256x256", nil, "0.4"), ("dall-e-2", "512x512", nil, "0.45"),
            ("dall-e-2", "1024x1024", nil, "1"),
            ("dall-e-3", nil, nil, "1"), ("dall-e-3", "1792x1024", "standard", "2"),
            ("dall-e-3", "1024x1024", "hd", "2"),
            ("dall-e-3", "1024x1792", "hd", "3"), ("dall-e-2", "1024x1024", "hd", "1"),
            ("dall-e", "1024x1792", "hd", "2"),
            ("dall-e-3", "1e9x1", "HD", "1"), ("gpt-image-1", "1536x1024", "high", "1"),
        ] as [(String, String?, String?, String)])
    func `a picture costs by its size and quality`(model: String, size: String?, quality: String?, ratio: String) throws
    {
        #expect(PictureMultiple.of(model, size: size, quality: quality) == Ratio(ratio))
    }

    @Test(arguments: [
        ("low", "1024x1024", MadePicture.low), ("low", "1536x1024", .lowWide), ("medium", "1024x1536", .mediumWide),
        ("high", "1024x1024", .high), ("", "", .high), ("auto", "1024x1536", .high), ("low", "auto", .high),
        ("low-wide", "1024x1024", .lowWide),
    ])
    func `a picture of a tool is of the kind that the answer says`(quality: String, size: String, kind: MadePicture) {
        #expect(MadePicture(quality: quality, size: size) == kind)
    }

    @Test func `what an upstream counts of its tools and of sound is a number that can be paid`() throws {
        let tariff = try #require(Prices(["ModelRatio": #"{"m":1}"#]).tariff(of: "m", for: "default"))
        var usage = Usage(promptTokens: 1)
        usage.tools = ToolUse(webSearches: .max, fileSearches: -5, pictures: [.low: .max])
        #expect(usage.tools.fileSearches == 0)
        #expect(tariff.cost(of: usage, at: .responses) == 1 + 1_000_000 * 12_500 + 1_000_000 * 5500)
        #expect(Usage(ofSoundFor: .infinity) == nil && Usage(ofSoundFor: -1) == nil && Usage(ofSoundFor: .nan) == nil)
        let long = try #require(Usage(ofSoundFor: 1e300))
        let second = try #require(Prices(["SecondPrice": #"{"m":1000000}"#]).tariff(of: "m", for: "default"))
        #expect(second.cost(of: long, at: .transcriptions) == 1_000_000_000_000)
        #expect(second.cost(of: nil, at: .transcriptions) == 0)
    }

    @Test func `a second is due before a sound of unknown length, and ten minutes are held`() throws {
        let tariff = try #require(Prices(["SecondPrice": #"{"m":0.0001}"#]).tariff(of: "m", for: "default"))
        let hold = tariff.hold(promptTokens: 7, answer: 0, at: .transcriptions)
        #expect(hold.due == 50 && hold.most == 30_000)
    }

    @Test func `the usual prices of tools go by the model's name, and a price of its own goes before them`() throws {
        let prices = Prices([
            "ModelRatio": #"{"gpt-5-mini":1,"gpt-4.1":1,"claude-x":1,"mine":1}"#,
            "FileSearchPrice": #"{"mine":7}"#,
        ])
        let searches = try ["gpt-5-mini", "gpt-4.1", "claude-x"].map {
            try #require(prices.tariff(of: $0, for: "")?.tools).webSearch
        }
        #expect(searches == [Ratio(10), Ratio(25), Ratio(10)])
        #expect(prices.tariff(of: "mine", for: "")?.tools?.fileSearch == Ratio(7))
        // What is set takes the place of the usual table.
        #expect(prices.tariff(of: "gpt-4.1", for: "")?.tools?.fileSearch == .zero)
        #expect(Prices([:]).tariff(of: "gpt-4.1", for: "") == nil)
    }

    @Test func `a length of sound is counted in Realtime, whoever counts the tokens`() {
        var tally = RealtimeTally()
        let bytes = String(repeating: "A", count: 64_000)
        tally.note(ofUpstream: Array(#"{"type":"session.updated","session":{"output_audio_format":"g711_ulaw"}}"#.utf8))
        tally.note(ofAsker: Array(#"{"type":"input_audio_buffer.append","audio":"\#(bytes)"}"#.utf8))
        tally.note(ofUpstream: Array(#"{"type":"response.audio.delta","delta":"\#(bytes)"}"#.utf8))
        // 48,000 bytes: a second of PCM, six of a telephone's.
        #expect(tally.take().soundLength == 7000)
        #expect(tally.take().soundLength == 0)
        let event =
            #"{"type":"conversation.item.input_audio_transcription.completed","item_id":"i","usage":{"type":"duration","seconds":2.5}}"#
        guard case .transcribed(_, let usage) = RealtimeEvent(ofUpstream: Array(event.utf8)) else {
            Issue.record("another event")
            return
        }
        #expect(usage?.soundLength == 2500 && usage?.promptTokens == 50)
    }
}
