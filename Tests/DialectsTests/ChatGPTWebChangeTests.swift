import Dialects
import Domain
import JSON
import TestKit
import Testing

/// The delta encoding `v1` of ChatGPT's own page (mirror.md §B2.2).
@Suite struct ChatGPTWebChangeTests {
    private static let changed = ReplyEnd.bad("a text that was said already came back changed")
    private static let unreadable = ReplyEnd.bad("a change of the answer that cannot be read")

    private func read(_ lines: [String]) -> (text: String, thought: String, end: ReplyEnd) {
        let head = "event: delta_encoding\ndata: \"v1\"\n\n"
        let bytes = Array((head + lines.map { "event: delta\ndata: \($0)\n\n" }.joined()).utf8)
        let all = anyCuttings(of: bytes).map { pieces -> (text: String, thought: String, end: ReplyEnd) in
            var reader = ChatGPTWeb().reader(raw: nil)
            let said = pieces.flatMap { reader.read($0) }
            let (rest, end) = reader.end(isBroken: false)
            let events = (said + rest).flatMap(\.events)
            let text = events.map { if case .text(let text) = $0 { text } else { "" } }.joined()
            let thought = events.map { if case .reasoning(let text) = $0 { text } else { "" } }.joined()
            return (text, thought, end)
        }
        #expect(all.allSatisfy { $0 == all[0] })
        return all[0]
    }

    private func message(_ id: String = "a", type: String = "text", _ content: String = #""parts":[""]"#, c: Int = 0)
        -> String
    {
        let author = #""author":{"role":"assistant"}"#
        let body =
            #"{"id":"\#(id)",\#(author),"content":{"content_type":"\#(type)",\#(content)},"status":"in_progress"}"#
        return #"{"p":"","o":"add","v":{"message":\#(body),"conversation_id":"c","error":null},"c":\#(c)}"#
    }

    private let finish =
        #"{"p":"","o":"patch","v":[{"p":"/message/status","o":"replace","v":"finished_successfully"},{"p":"/message/end_turn","o":"replace","v":true}]}"#

    @Test func `texts are added to, and what a change leaves out is as in the one before`() {
        let said = read([
            message(), #"{"p":"/message/content/parts/0","o":"append","v":"Hel"}"#, #"{"v":"lo"}"#, #"{"v":", wörld"}"#,
            #"{"p":"","o":"patch","v":[{"p":"/message/content/parts/0","o":"append","v":"!"},{"p":"/message/metadata","o":"append","v":{"a":1}}]}"#,
            #"{"v":[{"p":"/message/content/parts/0","o":"append","v":"?"}]}"#, finish,
            #"{"type":"message_stream_complete","conversation_id":"c"}"#,
        ])
        #expect(said.text == "Hello, wörld!?" && said.end == .finished(.stop))
    }

    @Test func `messages have documents of their own, whose thoughts and words are told apart`() {
        let said = read([
            message("u", type: "thoughts", #""thoughts":[]"#, c: 1),
            #"{"p":"/message/content/thoughts","o":"append","v":[{"summary":"One","content":"a"}],"c":1}"#,
            #"{"p":"/message/content/thoughts/0/content","o":"append","v":"b"}"#, #"{"v":"c"}"#,
            #"{"p":"/message/content/thoughts/1/summary","o":"append","v":"Two"}"#, message(c: 2),
            #"{"p":"/message/content/parts/0","o":"append","v":"Hel"}"#,
            #"{"p":"/message/content/thoughts/1/content","v":"d","c":1}"#,
            #"{"p":"/message/content/parts/0","v":"lo","c":2}"#, finish,
        ])
        #expect(said.thought == "One\nabc\n\nTwo\nd" && said.text == "Hello" && said.end == .finished(.stop))
    }

    @Test func `a part that is replaced by a longer one grows`() {
        let said = read([
            message(), #"{"p":"/message/content/parts/0","o":"append","v":"Hel"}"#,
            #"{"p":"/message/content/parts/0","o":"replace","v":"Hello"}"#,
            #"{"p":"/message/content/parts","o":"replace","v":["Hello","there"]}"#,
            #"{"p":"/message/content/parts/1","o":"append","v":"!"}"#, finish,
        ])
        #expect(said.text == "Hello\nthere!" && said.end == .finished(.stop))
    }

    @Test(
        arguments: [
            #"{"p":"/message/content/parts/0","o":"replace","v":"Hel"}"#,
            #"{"p":"/message/content/parts/0","o":"truncate","v":2}"#,
            #"{"p":"/message/content/parts/0","o":"remove"}"#, #"{"p":"/message/content/parts","o":"replace","v":[]}"#,
            #"{"p":"/message/content","o":"replace","v":{"content_type":"text","parts":["x"]}}"#,
            #"{"p":"/message/content/parts","o":"remove"}"#,
        ])
    func `what takes words back is a bad answer`(line: String) {
        let said = read([message(), #"{"p":"/message/content/parts/0","o":"append","v":"Hello"}"#, line, finish])
        #expect(said.text == "Hello" && said.end == Self.changed)
    }

    @Test(
        arguments: [
            #"{"p":"/message/content/parts/0","o":"explode","v":"x"}"#, #"{"p":"","o":"patch","v":"x"}"#,
            #"{"p":"/message/content/parts/999999999","o":"append","v":"x"}"#,
            #"{"p":"/message/content/parts/-1","o":"append","v":"x"}"#,
            #"{"p":"","o":"patch","v":[{"p":"","o":"patch","v":[]}]}"#,
        ])
    func `a change that cannot be read is a bad answer`(line: String) {
        #expect(read([message(), line, finish]).end == Self.unreadable)
    }

    @Test func `what is about nothing that is known changes nothing`() {
        let said = read([
            message(), #"{"p":"/message/content/parts/0","o":"append","v":"Hello"}"#,
            #"{"p":"/message/metadata/finished_text","o":"add","v":"x"}"#,
            #"{"p":"/conversation_id","o":"add","v":"d"}"#,
            #"{"p":"/message/content/language","o":"add","v":"x"}"#,
            #"{"p":"/message/content/parts/0","o":"append","v":"x","c":77}"#, #"{"type":"message_marker"}"#,
            #"{"p":"/message/metadata/finish_details/type","o":"add","v":"max_tokens","c":0}"#,
            #"{"p":"/message/status","o":"replace","v":"finished_successfully"}"#,
        ])
        #expect(said.text == "Hello" && said.end == .finished(.length))
    }

    @Test func `halves of a character come together`() {
        let said = read([
            message(), #"{"p":"/message/content/parts/0","o":"append","v":"a\ud83d"}"#, #"{"v":"\ude00b"}"#, finish,
        ])
        #expect(said.text == "a😀b")
    }

    @Test func `another encoding is not guessed at`() {
        var reader = ChatGPTWeb().reader(raw: nil)
        _ = reader.read(Array("event: delta_encoding\ndata: \"v2\"\n\n".utf8))
        #expect(reader.end(isBroken: false).1 == .bad("an encoding of the stream that is not known"))
    }

    @Test func `a long answer in small pieces costs what it is long`() {
        var reader = ChatGPTWeb().reader(raw: nil)
        _ = reader.read(
            Array(
                "data: \(message())\n\ndata: {\"p\":\"/message/content/parts/0\",\"o\":\"append\",\"v\":\"x\"}\n\n".utf8
            ))
        let piece = Array(repeating: #"data: {"v":"0123456789"}"# + "\n\n", count: 1000).joined()
        // Copies of all that was said, one with each piece, would be 200 GB.
        let texts = (0..<200).map { _ in reader.read(Array(piece.utf8)).count }
        #expect(texts.allSatisfy { $0 == 1000 })
    }
}
