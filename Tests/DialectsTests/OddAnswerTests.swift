import Dialects
import Domain
import JSON
import TestKit
import Testing
import Wire

/// What upstreams were seen to send, in `Tests/Fixtures/openai-chat/odd`, and what becomes of it.
@Suite struct OddAnswerTests {
    static let fixtures = Fixture.all(of: "openai-chat/odd")

    @Test func `there are odd answers`() { #expect(Self.fixtures.count > 100) }

    @Test(arguments: fixtures)
    func `an odd answer is read as it says`(fixture: Fixture) {
        #expect(described([fixture.input]) == fixture.expected)
    }

    @Test(arguments: fixtures)
    func `an odd answer is read alike byte by byte`(fixture: Fixture) {
        #expect(described(fixture.input.map { [$0] }) == fixture.expected)
    }

    @Test(arguments: fixtures)
    func `an odd answer is read alike however it is cut`(fixture: Fixture) {
        var random = SplitMix(UInt64(fixture.input.count))
        for _ in 0..<20 {
            var (pieces, rest): ([[UInt8]], ArraySlice<UInt8>) = ([], fixture.input[...])
            while !rest.isEmpty {
                let size = Int.random(in: 1...max(1, rest.count / 2), using: &random)
                pieces.append(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(described(pieces) == fixture.expected)
        }
    }

    /// The rule, on whatever comes: never finished after an error, never less text than what can be read by itself.
    @Test(arguments: fixtures)
    func `a mutated answer is never finished after an error, nor shorter than what can be read`(fixture: Fixture) {
        var random = SplitMix(UInt64(fixture.name.utf8.count) &* 7919)
        for _ in 0..<60 {
            let bytes = mutated(fixture.input, &random)
            let read = Read([bytes])
            guard case .finished = read.end else { continue }
            let reference = ReferenceReader(bytes)
            #expect(!reference.sawError, "\(String(decoding: bytes, as: UTF8.self))")
            // Tags are not said.
            guard !fixture.name.hasPrefix("think") else { continue }
            let said = (read.reasoning + read.text).utf8
            for piece in reference.pieces {
                #expect(
                    Array(said).firstRange(of: Array(piece.utf8)) != nil,
                    "\(piece) of \(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    @Test func `a connection that breaks after the last word of an end costs nothing, before it all`() {
        let chunk = { (text: String, finish: String) in
            Array("data: {\"choices\":[{\"delta\":{\"content\":\"\(text)\"},\"finish_reason\":\(finish)}]}\n\n".utf8)
        }
        #expect(Read([chunk("All", "null"), chunk("", "\"stop\"")], isBroken: true).end == .finished(.stop))
        #expect(Read([chunk("Half", "null")], isBroken: true).end == .incomplete)
        #expect(Read([chunk("Half", "\"stop\"")], isBroken: true).end == .incomplete)
        #expect(Read([chunk("", "\"stop\""), chunk("Half", "null")], isBroken: true).end == .incomplete)
    }

    private func described(_ pieces: [[UInt8]]) -> [String] {
        let read = Read(pieces)
        var lines: [String] = []
        if !read.reasoning.isEmpty { lines.append("reasoning \(quoted(read.reasoning))") }
        if !read.text.isEmpty { lines.append("text \(quoted(read.text))") }
        if read.unreadableCount > 0 { lines.append("unreadable \(read.unreadableCount)") }
        switch read.end {
        case .finished(let reason): lines.append("end finished \(reason.rawValue)")
        case .refused(let error):
            let name = error.code.isEmpty ? error.type : error.code
            lines.append("end refused \(quoted(name.string)) \(quoted(error.message.string))")
        case .bad, .wantsPerson: lines.append("end bad")
        case .incomplete: lines.append("end incomplete")
        }
        return lines
    }

    private func quoted(_ text: String) -> String { JSONValue.string(Text(text)).serialized }

    private func mutated(_ input: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var bytes = input
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = .random(in: 0...255, using: &random)
            case 1: bytes.removeLast(bytes.count - place)
            case 2: bytes.insert([10, 13, 34, 58, 125].randomElement(using: &random)!, at: place)
            case 3: bytes.remove(at: place)
            default:
                let end = min(bytes.count, place + Int.random(in: 1...60, using: &random))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            }
        }
        return bytes
    }
}

/// An answer that was read to its end.
private struct Read {
    var text = ""
    var reasoning = ""
    let end: ReplyEnd
    let unreadableCount: Int

    init(_ pieces: [[UInt8]], isBroken: Bool = false) {
        var reader = OpenAIChat().reader(raw: nil)
        var said: [ReplyPiece] = []
        for piece in pieces { said += reader.read(piece) }
        let (last, end) = reader.end(isBroken: isBroken)
        self.end = end
        unreadableCount = reader.unreadableCount
        for event in (said + last).flatMap(\.events) {
            switch event {
            case .text(let piece), .refusal(let piece): text += piece
            case .reasoning(let piece): reasoning += piece
            case .toolCall, .toolArguments, .image, .opaque, .usage, .toolStep, .source, .findings: break
            }
        }
    }
}

/// What a line says that is a chunk of OpenAI's by itself, and nothing that needs guessing.
private struct ReferenceReader {
    private(set) var pieces: [String] = []
    private(set) var sawError = false

    init(_ bytes: [UInt8]) {
        for line in bytes.split(omittingEmptySubsequences: true, whereSeparator: { $0 == 10 || $0 == 13 }) {
            guard line.starts(with: "data: ".utf8) else { continue }
            let data = line.dropFirst(6)
            if data.elementsEqual("[DONE]".utf8) { return }
            guard let json = try? JSONValue(parsing: data) else { continue }
            if json["error"]?["message"]?.text?.isEmpty == false { sawError = true }
            guard !sawError, let choice = json["choices"]?.array?.first, choice["index"]?.integer ?? 0 == 0 else {
                continue
            }
            if let text = choice["delta"]?["content"]?.string, !text.isEmpty, !text.utf8.contains(60),
                !text.utf8.contains(0xEF)
            {
                pieces.append(text.trimmingBlanks)
            }
        }
    }
}

extension String {
    /// Blanks beside thoughts are nobody's.
    fileprivate var trimmingBlanks: String { Text(self).trimmed.string }
}
