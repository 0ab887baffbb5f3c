import Dialects
import Domain
import JSON
import TestKit
import Testing

/// Conversations and answers that nobody wrote, through Anthropic's and Google's formats and back.
@Suite struct FormatRoundTripTests {
    @Test(arguments: [DialectName.anthropic, .gemini], 0..<150)
    func `what is said, called and answered is the same, and is written alike again`(format: DialectName, seed: UInt64)
        throws
    {
        let prompt = prompt(seed, format)
        let body = try JSONValue(parsing: format.dialect.request(prompt).bytes)
        var read = try format.dialect.prompt(from: body)
        if format == .gemini { (read.model, read.streams) = (prompt.model, prompt.streams) }
        #expect(Self.facts(read) == Self.facts(prompt))
        #expect(read.sampling.maxTokens == prompt.sampling.maxTokens ?? (format == .anthropic ? 8192 : nil))
        #expect(read.tools.count == prompt.tools.count && read.toolChoice ?? .auto == prompt.toolChoice ?? .auto)
        #expect(try format.dialect.request(read) == body)
    }

    @Test(arguments: [DialectName.anthropic, .gemini], 0..<100)
    func `through another format and back it is the same`(format: DialectName, seed: UInt64) throws {
        let prompt = prompt(seed, format)
        var there = try format.dialect.prompt(from: try format.dialect.request(prompt))
        there.model = prompt.model
        for other in [DialectName.openAIChat, .openAIResponses, .anthropic, .gemini] where other != format {
            guard let body = try? other.dialect.request(there) else { continue }
            var back = try other.dialect.prompt(from: body)
            back.model = prompt.model
            #expect(Self.facts(back) == Self.facts(there))
            #expect(Self.facts(try format.dialect.prompt(from: try format.dialect.request(back))) == Self.facts(there))
        }
    }

    @Test(arguments: [DialectName.anthropic, .gemini], 0..<150)
    func `an answer that is written is read as it was said`(format: DialectName, seed: UInt64) throws {
        var random = RandomConversation(seed)
        let events = random.answer()
        for streams in [true, false] {
            var writer = format.dialect.writer(ReplyHead(id: "r", created: 0, model: "m", streams: streams))
            var bytes: [UInt8] = []
            for event in events { bytes += writer.write(ReplyPiece(event)) }
            bytes += writer.end(.length)
            var reader = format.dialect.reader(raw: nil)
            let pieces = reader.read(bytes)
            let (rest, end) = reader.end(isBroken: false)
            #expect(Self.said((pieces + rest).flatMap(\.events)) == Self.said(events))
            #expect(end == .finished(.length))
        }
    }

    /// One that the format can say.
    private func prompt(_ seed: UInt64, _ format: DialectName) -> Prompt {
        var random = RandomConversation(seed)
        var prompt = random.prompt()
        if format == .anthropic, prompt.format == .jsonObject { prompt.format = nil }
        if case .among = prompt.toolChoice { prompt.toolChoice = .auto }
        for index in prompt.messages.indices {
            prompt.messages[index].parts.removeAll { part in
                switch part {
                case .audio: format == .anthropic
                case .reasoning: true
                default: false
                }
            }
        }
        prompt.messages.removeAll { $0.parts.isEmpty }
        return prompt
    }

    /// Who said what: texts, calls and their results.
    private static func facts(_ prompt: Prompt) -> [String] {
        var facts: [String] = []
        for message in prompt.messages {
            let isLater = message.role == .system || message.role == .developer
            for part in message.parts {
                switch part {
                case .text(let text):
                    facts.append(isLater ? plain(text) : "\(message.role == .assistant) \(plain(text))")
                case .toolCall(let call): facts.append("\(call.id) \(call.name) \(call.arguments)")
                case .toolResult(let result):
                    let texts = result.parts.map { if case .text(let text) = $0 { text.string } else { "" } }
                    facts.append("\(result.callID) \(texts.joined())")
                case .image: facts.append("image")
                default: break
                }
            }
        }
        return facts.map { $0.replacing("false <system>", with: "").replacing("</system>", with: "") }
    }

    private static func plain(_ text: Text) -> String { text.string }

    /// Texts and calls, with neighbours put together: a refusal and a picture are text here, proofs of others are carried.
    private static func said(_ events: [ReplyEvent]) -> [String] {
        var said: [String] = []
        // The first counts of Anthropic's are an estimate.
        var (kind, last) = ("", Usage())
        func add(_ new: String, _ piece: String) {
            if kind == new { said[said.count - 1] += piece } else { said.append("\(new) \(piece)") }
            kind = new
        }
        for event in events {
            switch event {
            case .text(let piece), .refusal(let piece): add("text", piece)
            case .image(let url): add("text", "![image](\(url))")
            case .reasoning(let piece): add("thought", piece)
            case .toolCall(let call): add("call", "\(call.id) \(call.name) ")
            case .toolArguments(_, let piece): add("call", piece)
            case .usage(let usage): last = usage
            case .opaque, .toolStep, .source, .findings: break
            }
        }
        return said + ["\(last)"]
    }
}
