import JSON
import Testing

@testable import Domain

/// What is read of the events of a session.
@Suite struct RealtimeEventTests {
    private func upstream(_ text: String) -> RealtimeEvent { RealtimeEvent(ofUpstream: Array(text.utf8)) }

    private func asker(_ text: String) throws -> RealtimeEvent { try RealtimeEvent(ofAsker: Array(text.utf8)) }

    @Test func `an answer's start and end are known, with what it came to`() {
        #expect(upstream(#"{"type":"response.created","response":{"id":"r1","usage":null}}"#) == .begun(id: "r1"))
        let usage =
            #"{"input_tokens":20,"output_tokens":10,"input_token_details":{"cached_tokens":5,"image_tokens":3,"audio_tokens":8},"#
            + #""output_token_details":{"audio_tokens":6},"total_tokens":30}"#
        let done = upstream(
            #"{"event_id":"e","response":{"output":[{"id":"no","usage":1}],"status":"completed","usage":\#(usage),"id":"r1"},"type":"response.done"}"#
        )
        let counted = Usage(
            promptTokens: 20, completionTokens: 10, cachedTokens: 5, imageTokens: 3, audioTokens: 8, spokenTokens: 6)
        #expect(done == .done(id: "r1", .init(status: "completed", usage: counted)))
    }

    @Test(arguments: [
        #"{"type":"response.done","response":{"id":"r","status":"failed","usage":null}}"#,
        #"{"type":"response.done","response":{"id":"r","status":"failed","usage":{"input_tokens":1}}}"#,
        #"{"type":"response.done","response":{"id":"r","status":"failed","usage":"many"}}"#,
        #"{"type":"response.done","response":{"id":"r","status":"failed","usage":[\#(String(repeating: "1,", count: 5000))1]}}"#,
    ]) func `counts that are none, or too long, are not read`(text: String) {
        #expect(upstream(text) == .done(id: "r", .init(status: "failed")))
    }

    @Test(arguments: [
        "", "[]", "1", #"{"type":1}"#, #"{"type":"response.output_audio.delta","delta":"AAAA"}"#, #"{"response":{}}"#,
        #"{"type":"response.done"}"#, #"{"type":"response.done","response":1}"#,
        #"{"type":"response.done","response":{}"#,
        #"{"type":"\#(String(repeating: "x", count: 1000))"}"#,
    ]) func `everything else is passed on unread`(text: String) {
        #expect(upstream(text) == .other)
    }

    @Test func `an answer without an id, and one of a long one, is an answer`() {
        #expect(upstream(#"{"type":"response.created","response":{}}"#) == .begun(id: ""))
        let long = String(repeating: "x", count: 300)
        #expect(upstream(#"{"type":"response.created","response":{"id":"\#(long)"}}"#) == .begun(id: ""))
        #expect(upstream(#"{"type":"response.created"}"#) == .begun(id: ""))
    }

    @Test func `counts beyond all bounds are bounded`() {
        let usage = #"{"input_tokens":99999999999999999999999,"output_tokens":-5}"#
        let done = upstream(#"{"type":"response.done","response":{"id":"r","status":"completed","usage":\#(usage)}}"#)
        guard case .done(_, let answer) = done else { return #expect(Bool(false), "\(done)") }
        #expect(answer.usage.map { $0.total >= 0 } ?? true)
    }

    @Test func `what a session is for, and what it has written down`() {
        #expect(
            upstream(#"{"type":"session.created","session":{"type":"realtime"}}"#) == .session(isTranscription: false))
        #expect(
            upstream(#"{"type":"session.updated","session":{"type":"transcription"}}"#)
                == .session(isTranscription: true))
        #expect(upstream(#"{"type":"transcription_session.created"}"#) == .session(isTranscription: true))
        let text =
            #"{"type":"conversation.item.input_audio_transcription.completed","item_id":"i","transcript":"hello","usage":{"#
        #expect(
            upstream(text + #""type":"tokens","input_tokens":7,"output_tokens":2}}"#)
                == .transcribed(id: "i", Usage(promptTokens: 7, completionTokens: 2)))
        #expect(upstream(text + #""type":"duration","seconds":3}}"#) == .transcribed(id: "i", Usage(ofSoundFor: 3)))
    }

    @Test func `a model that an asker names is found where it stands`() throws {
        let text =
            #"{"type":"session.update","x":{"model":"no"},"session" : {"voice":"v", "model" : "al\u0070ha","a":1}}"#
        guard case .update(let model, let range) = try asker(text) else { return #expect(Bool(false)) }
        #expect(model == "alpha")
        #expect(String(decoding: Array(text.utf8)[range], as: UTF8.self) == #""al\u0070ha""#)
        for text in [
            #"{"type":"session.update","session":{"voice":"v"}}"#,
            #"{"type":"session.update","session":{"model":null}}"#,
            #"{"type":"session.update","session":7}"#, #"{"type":"other","session":{"model":"m"}}"#, "{", "[]", "",
        ] { #expect(try asker(text) == .other) }
    }

    @Test(arguments: ["7", "{}", "\"\(String(repeating: "\\u0061", count: 60))\""])
    func `a model that is no name is none that a session has`(model: String) throws {
        guard case .update("", _) = try asker(#"{"type":"session.update","session":{"model":\#(model)}}"#) else {
            return #expect(Bool(false))
        }
    }

    @Test(arguments: [
        #"{"type":"a","type":"session.update","session":{"model":"m"}}"#,
        #"{"type":"session.update","session":{},"session":{"model":"m"}}"#,
        #"{"type":"session.update","session":{"model":"a","model":"m"}}"#,
        #"{"type":"session.update","session":{"model":"a","mod\u0065l":"m"}}"#,
    ]) func `an event that names a thing twice is refused`(text: String) {
        #expect(throws: JSONError.self) { try asker(text) }
    }
}
