import Testing

@testable import Domain

/// What a session came to, where the upstream does not say.
@Suite struct RealtimeTallyTests {
    private func usage(_ heard: Int, _ said: Int) -> Usage {
        var usage = Usage(promptTokens: heard, completionTokens: said)
        usage.isEstimate = true
        return usage
    }

    /// Base64 of so many bytes.
    private func sound(_ bytes: Int) -> String { String(repeating: "A", count: bytes / 3 * 4) }

    private func tally(asker: [String] = [], upstream: [String] = []) -> RealtimeTally {
        var tally = RealtimeTally()
        // What the session is comes first.
        for event in upstream { tally.note(ofUpstream: Array(event.utf8)) }
        for event in asker { tally.note(ofAsker: Array(event.utf8)) }
        return tally
    }

    /// Seconds are bytes by 48,000 or 8,000; 27.78 tokens for each that is heard, 13.89 for each that is said.
    @Test(arguments: [
        ("", 48_000, 27, 13), ("", 480_000, 277, 138),
        (#""input_audio_format":"pcm16","output_audio_format":"g711_ulaw""#, 48_000, 27, 83),
        (#""input_audio_format":"g711_alaw","output_audio_format":"g711_alaw""#, 8_001, 27, 13),
        (
            #""audio":{"input":{"format":{"type":"audio/pcmu"}},"output":{"format":{"type":"audio/pcm","rate":24000}}}"#,
            48_000, 166, 13
        ),
    ]) func `sound is counted by how long it lasts`(format: String, bytes: Int, heard: Int, said: Int) {
        var tally = tally(
            asker: [#"{"type":"input_audio_buffer.append","audio":"\#(sound(bytes))"}"#],
            upstream: [
                #"{"type":"session.updated","session":{\#(format)}}"#,
                #"{"type":"response.output_audio.delta","response_id":"r","delta":"\#(sound(bytes))"}"#,
            ])
        var taken = tally.take()
        // How long it was has a test of its own (`SurchargeTests`).
        #expect(taken.soundLength > 0)
        taken.soundLength = 0
        #expect(taken == usage(heard, said))
        #expect(tally.take() == usage(0, 0))
    }

    @Test func `words are counted as everywhere, whoever's they are`() {
        var tally = tally(
            asker: [
                #"{"type":"session.update","session":{"instructions":"Be short."}}"#,
                #"{"type":"conversation.item.create","item":{"type":"message","content":[{"type":"input_text","text":"Guten Morgen"},{"type":"input_audio","audio":"\#(sound(48_000))"}]}}"#,
                #"{"type":"conversation.item.create","item":{"type":"function_call_output","output":"{\"a\":10}"}}"#,
            ],
            upstream: [
                #"{"type":"response.output_text.delta","delta":"Hello "}"#,
                #"{"type":"response.audio_transcript.delta","delta":"\u4f60\u597d"}"#,
                #"{"type":"response.function_call_arguments.delta","delta":"{}"}"#,
                #"{"type":"response.output_text.done","text":"Hello you are"}"#,
            ])
        // 9, 12 and 8 bytes, and a second of sound; 6 and 2 bytes, and two characters.
        var taken = tally.take()
        #expect(taken.soundLength == 1000)
        taken.soundLength = 0
        #expect(taken == usage(7 + 27, 2 + 2))
    }

    @Test func `every answer but the first is given the definitions of tools again`() {
        var tally = tally(asker: [
            #"{"type":"session.update","session":{"tools":[{"type":"function","name":"weather","parameters":{}}]}}"#
        ])
        let tools = (48 + 1 + 2 + 8) / 4
        #expect(tally.take() == usage(0, 0))
        let second = tally.take()
        #expect(second.promptTokens > 0 && abs(second.promptTokens - tools) < 6 && tally.take() == second)
    }

    @Test(arguments: [
        "", "{}", #"{"type":"input_audio_buffer.append"}"#, #"{"type":"input_audio_buffer.append","audio":1}"#,
        #"{"type":"conversation.item.create","item":1}"#,
        #"{"type":"conversation.item.create","item":{"content":[1,null]}}"#,
        #"{"type":"session.update","session":[]}"#, #"{"type":"response.output_text.delta","delta":{}}"#,
        #"{"type":"session.created","session":{"audio":1}}"#,
    ]) func `what is none counts as none`(event: String) {
        var tally = tally(asker: [event], upstream: [event])
        #expect(tally.take() == usage(0, 0))
    }
}
