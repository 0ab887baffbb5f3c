import FuzzTargets
import Glibc
import JSON
import TestKit
import Testing
import Wire

/// The inputs that fuzzing kept, each once more: `scripts/fuzz` finds new ones.
@Suite struct CorpusTests {
    @Test(arguments: FuzzTarget.allCases)
    func `every input that fuzzing kept is read as promised`(target: FuzzTarget) throws {
        let inputs = Self.inputs(of: target)
        #expect(inputs.count > 20)
        for input in inputs {
            do { try target.check(input) } catch { Issue.record("\(error)\n\(Hexadecimal.encode(input))") }
        }
    }

    /// A little of what `scripts/fuzz` does, each time the tests run.
    @Test(arguments: [FuzzTarget.openAIChat, .openAIResponses, .completions, .anthropic, .gemini, .chatGPTWeb])
    func `an upstream's answers and requests are read as promised when they are spoilt`(target: FuzzTarget) throws {
        let inputs = Self.inputs(of: target)
        let words = [
            "null", "{}", "[]", "0", #""tool_calls""#, #"\ud83d"#, #""id":"a""#, "data: ", "\n\n", "<think>",
            #""index":0,"#, "}", #""arguments":"{""#, #""name":"f""#, #""custom""#, "1.5e3",
            #""thoughtSignature":"S""#, #""type":"tool_use""#, #""role":"model""#, #""error":"x""#,
            #""type":"response.output_item.done","#, #""output_index":1,"#, #""type":"function_call""#, #""item":{"#,
            #""status":"incomplete""#, #""encrypted_content":"E""#, #""prompt":"x""#,
            #""parts":["a"]"#, #""p":"/message/content/parts/0","o":"append","v":"b""#, #""c":1,"#,
            #""o":"patch","v":["#,
            #""status":"finished_successfully","end_turn":true"#, "\u{E200}cite\u{E202}", "\u{E201}",
        ].map { Array($0.utf8) }
        var random = SplitMix(77)
        for _ in 0..<400 {
            var bytes = inputs.randomElement(using: &random)!
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = .random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<end)
                case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
                default: bytes.insert(contentsOf: words.randomElement(using: &random)!, at: place)
                }
            }
            do { try target.check(bytes) } catch {
                Issue.record("\(error)\n\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    /// `Tests/Fixtures/fuzz/<target>.base64url`, an input a line.
    private static func inputs(of target: FuzzTarget) -> [[UInt8]] {
        let folder = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/Fixtures/fuzz"
        guard let file = fopen("\(folder)/\(target.rawValue).base64url", "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4 << 20)
        let text = String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
        return text.split(separator: "\n").compactMap { Base64URL.decode(Text($0)) }
    }
}
