import Domain
import TestKit
import Testing

/// A short stream of one format, each value of which bears the mark of the account that it came from.
struct MarkedStream: Sendable, CustomTestStringConvertible {
    let provider: Provider
    let format: DialectName
    /// As whom a program asks for it.
    let asked: ProgramFormat
    /// What is sent of an answer, by its account, with the text that each value brings. The last brings the end.
    let values: @Sendable (_ mark: String) -> [Value]
    /// An error as the format says it inside a stream, and what is then known of the account.
    let error: String
    let errorState: AccountHealth.State
    /// And of one that has only a page to say.
    var pageState = AccountHealth.State.cooling

    struct Value: Sendable {
        var text = ""
        let bytes: String
        /// Whether the answer may end here, or with what comes after it.
        var isEnd = false
    }

    var testDescription: String { "\(format) read as \(asked)" }

    static func words(of mark: String) -> [String] { [mark, " \(mark)!"] }

    private static func data(_ json: String, _ text: String = "", isEnd: Bool = false) -> Value {
        Value(text: text, bytes: "data: \(json)\n\n", isEnd: isEnd)
    }

    static let all = [chat, responses, messages, generation, web]

    static let chat = MarkedStream(
        provider: .openAI, format: .openAIChat, asked: .chat,
        values: { mark in
            [data(#"{"id":"\#(mark)","choices":[{"delta":{"role":"assistant"}}]}"#)]
                + words(of: mark).map { data(#"{"id":"\#(mark)","choices":[{"delta":{"content":"\#($0)"}}]}"#, $0) }
                + [
                    data(#"{"id":"\#(mark)","choices":[{"delta":{},"finish_reason":"stop"}]}"#, isEnd: true),
                    data("[DONE]", isEnd: true),
                ]
        },
        error: #"data: {"error":{"code":429,"message":"Slowly."}}"#, errorState: .limited)

    static let responses = MarkedStream(
        provider: .openAI, format: .openAIResponses, asked: .responses,
        values: { mark in
            words(of: mark).map {
                data(#"{"type":"response.output_text.delta","item_id":"\#(mark)","delta":"\#($0)"}"#, $0)
            } + [data(#"{"type":"response.completed","response":{"id":"\#(mark)"}}"#, isEnd: true)]
        },
        error: #"data: {"type":"error","code":"rate_limit_exceeded","message":"Slowly."}"#, errorState: .limited)

    static let messages = MarkedStream(
        provider: .anthropic, format: .anthropic, asked: .messages,
        values: { mark in
            [
                data(#"{"type":"message_start","message":{"id":"\#(mark)"}}"#)
            ]
                + words(of: mark).map {
                    data(
                        #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#($0)"}}"#, $0)
                } + [
                    data(#"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#, isEnd: true),
                    data(#"{"type":"message_stop"}"#, isEnd: true),
                ]
        },
        error: #"data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
        errorState: .cooling)

    static let generation = MarkedStream(
        provider: .gemini, format: .gemini, asked: .generation,
        values: { mark in
            words(of: mark).map {
                data(
                    #"{"candidates":[{"content":{"parts":[{"text":"\#($0)"}]}}],"responseId":"\#(mark)"}"#, $0)
            } + [data(#"{"candidates":[{"finishReason":"STOP"}],"responseId":"\#(mark)"}"#, isEnd: true)]
        },
        error: #"data: {"error":{"code":503,"message":"Overloaded","status":"UNAVAILABLE"}}"#, errorState: .cooling)

    static let web = MarkedStream(
        provider: .chatGPTWeb, format: .chatGPTWeb, asked: .chat,
        values: { mark in
            func message(_ text: String, _ status: String = "in_progress", _ ends: String = "") -> String {
                let content = #"{"content_type":"text","parts":["\#(text)"]}"#
                return
                    #"{"message":{"id":"\#(mark)","author":{"role":"assistant"},"content":\#(content),"status":"\#(status)"\#(ends)}}"#
            }
            let words = words(of: mark)
            return [
                data(message(words[0]), words[0]), data(message(words.joined()), words[1]),
                data(message(words.joined(), "finished_successfully", #","end_turn":true"#), isEnd: true),
                data("[DONE]", isEnd: true),
            ]
        },
        error: #"data: {"error":{"code":429,"message":"Slowly."}}"#, errorState: .limited,
        pageState: .needsAttention)
}

/// The bytes of a stream, and what may have been said when they are cut.
struct CutStream {
    private(set) var bytes: [UInt8] = []
    /// Where the head ends, if it has one.
    private(set) var headEnd = 0
    private var valueEnds: [Int] = []
    private var pieces: [(place: Range<Int>, text: String)] = []
    /// From here on it may be whole.
    private(set) var end = Int.max

    /// `inChunks`: with the head and as it stands on the wire; else the body alone.
    init(_ stream: MarkedStream, of mark: String, inChunks: Bool) {
        if inChunks { add([.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]) }
        headEnd = bytes.count
        for value in stream.values(mark) {
            let before = bytes.count
            if inChunks { add([.chunk(value.bytes)]) } else { bytes += value.bytes.utf8 }
            if !value.text.isEmpty { pieces.append((before..<bytes.count, value.text)) }
            if value.isEnd { end = min(end, before) }
            valueEnds.append(bytes.count)
        }
        if inChunks { add([.lastChunk]) }
    }

    private mutating func add(_ steps: [ScriptedUpstream.Step]) {
        for case .send(let sent) in steps { bytes += sent }
    }

    /// All that may ever have been said.
    var allTexts: [String] {
        pieces.reduce(into: [""]) { texts, piece in texts.append(texts.last! + piece.text) }
    }

    /// The ends of the head and of each value, and the middles between them.
    var joints: [Int] {
        let ends = [0, headEnd] + valueEnds
        return zip(ends, ends.dropFirst()).flatMap { [$0, ($0 + $1) / 2] }
    }

    /// What must have been said in the first `count` bytes, and what may be.
    func texts(in count: Int) -> [String] {
        let whole = pieces.filter { $0.place.upperBound <= count }.map(\.text).joined()
        guard let half = pieces.first(where: { $0.place.contains(count) && $0.place.lowerBound < count }) else {
            return [whole]
        }
        return [whole, whole + half.text]
    }
}
