import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import Upstream

/// How long sound is that passes through.
@Suite struct SoundLengthTests {
    private func milliseconds(_ type: Text, _ bytes: [UInt8], by step: Int) -> Int {
        var length = SoundLength(ofType: type)
        var at = 0
        while at < bytes.count {
            length.read(Array(bytes[at..<min(at + step, bytes.count)]))
            at += step
        }
        return length.milliseconds
    }

    private static let steps = [1, 7, 4096]

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(value >> (8 * $0) & 255) }
    }

    /// With a length that a stream does not know, and a chunk before its samples.
    private static func wav(bytesPerSecond: Int, samples: Int) -> [UInt8] {
        let format = number(1, 2) + number(1, 2) + number(24_000, 4) + number(bytesPerSecond, 4) + number(2, 2)
        return Array("RIFF".utf8) + number(0xFFFF_FFFF, 4) + Array("WAVE".utf8) + Array("LIST".utf8) + number(3, 4)
            + [1, 2, 3, 0] + Array("fmt ".utf8) + number(16, 4) + format + number(16, 2) + Array("data".utf8)
            + number(0xFFFF_FFFF, 4) + [UInt8](repeating: 7, count: samples)
    }

    @Test(arguments: steps) func `PCM and WAV are as long as their samples`(step: Int) {
        #expect(milliseconds("audio/pcm", [UInt8](repeating: 0, count: 60_000), by: step) == 1250)
        #expect(milliseconds("audio/wav", Self.wav(bytesPerSecond: 48_000, samples: 24_000), by: step) == 500)
        #expect(milliseconds("", Self.wav(bytesPerSecond: 16_000, samples: 24_000), by: step) == 1500)
    }

    /// Of version 1 or 2, layer III, one channel.
    private static func frames(_ head: [UInt8], _ size: Int, _ count: Int) -> [UInt8] {
        (0..<count).flatMap { _ in head + [UInt8](repeating: 0x55, count: size - head.count) }
    }

    /// 128 kbit at 44,100: 417 bytes for 1152 samples. 64 kbit at 24,000: 192 bytes for 576.
    @Test(arguments: steps) func `an MP3 is as long as its frames, whatever stands around them`(step: Int) {
        let first = Self.frames([0xFF, 0xFB, 0x90, 0xC0], 417, 100)
        #expect(milliseconds("audio/mpeg", first, by: step) == 115_200_000 / 44_100)
        let second = Self.frames([0xFF, 0xF3, 0x84, 0xC0], 192, 50)
        let tagged = Array("ID3".utf8) + [4, 0, 0, 0, 0, 1, 2] + [UInt8](repeating: 0xFF, count: 130) + second
        #expect(milliseconds("audio/mpeg", tagged, by: step) == 1200)
        let last = second + Array("TAG".utf8) + [UInt8](repeating: 0, count: 125)
        #expect(milliseconds("audio/mpeg", last, by: step) == 1200)
    }

    @Test func `of what is none of them 128 kbit are a second`() {
        #expect(milliseconds("audio/ogg", Array("OggS".utf8) + [UInt8](repeating: 0, count: 31_996), by: 100) == 2000)
        #expect(milliseconds("audio/wav", Array("RIFFxxxxWAVE".utf8), by: 5) == 0)
        #expect(milliseconds("audio/wav", Array("RI".utf8), by: 5) == 0)
    }

    /// What a call came to whose upstream answers so.
    private func usage(_ endpoint: Endpoint, _ type: Text, _ answer: [UInt8], sending body: [UInt8] = Array("{}".utf8))
        -> Usage?
    {
        let call = PassedCall(endpoint, to: "m", body, gap: 0..<0)
        var (tail, sound) = (PassedUsage(), PassedSound(call, type))
        for byte in answer {
            tail.read([byte])
            sound?.read([byte])
        }
        return sound.map { $0.measured(tail.usage) } ?? tail.usage
    }

    @Test func `an upstream that says how long a sound was is believed`() {
        let counted = #"{"text":"Hi","usage":{"type":"duration","seconds":9}}"#
        #expect(usage(.transcriptions, "application/json", Array(counted.utf8))?.soundLength == 9000)
        let said = #"{"task":"transcribe","language":"english","duration":8.470000267028809,"text":"Hi","segments":[]}"#
        let whole = usage(.translations, "application/json", Array(said.utf8))
        #expect(whole?.soundLength == 8470 && whole?.promptTokens == 150 && whole?.isEstimate == true)
        let tokens = #"{"text":"Hi","usage":{"type":"tokens","input_tokens":14,"output_tokens":3}}"#
        let estimate = usage(
            .transcriptions, "application/json", Array(tokens.utf8), sending: [UInt8](repeating: 1, count: 32_000))
        #expect(estimate?.soundLength == 2000 && estimate?.promptTokens == 14 && estimate?.isEstimate == false)
        let untold = usage(
            .transcriptions, "text/plain", Array("duration".utf8), sending: [UInt8](repeating: 1, count: 16_000))
        #expect(untold?.soundLength == 1000 && untold?.isEstimate == true)
    }

    @Test func `a length that is none, or that somebody said, is not believed`() {
        for answer in [
            #"{"text":"\"duration\":5,"}"#, #"{"duration":"x","text":""}"#, #"{"duration":-1,"text":""}"#,
            #"{"duration":"#,
        ] {
            let said = usage(
                .transcriptions, "application/json", Array(answer.utf8), sending: [UInt8](repeating: 1, count: 160))
            #expect(said?.soundLength == 10, "\(answer)")
        }
    }

    @Test func `speech is as long as what comes back, and other calls have no length`() {
        let speech = usage(.speech, "audio/wav", Self.wav(bytesPerSecond: 48_000, samples: 96_000))
        #expect(speech?.soundLength == 2000 && speech?.isEstimate == true)
        #expect(usage(.embeddings, "application/json", Array(#"{"usage":{"prompt_tokens":3}}"#.utf8))?.soundLength == 0)
    }
}
