import JSON
import Testing

@testable import Domain

@Suite struct ModelNotesTests {
    @Test func `a model has the name and the line that stand under its own name, byte by byte`() throws {
        let notes = try Setting.notes(
            #"{"a":{"name":"<b>A</b> & co","line":"Für alles 日常"},"b":{"line":"Only a line"},"c":{},"d":{"name":" \u00a0","line":null},"é":{"name":"one"}}"#
        )
        #expect(notes["a"].name == "<b>A</b> & co", "markup is text like any other")
        #expect(notes["a"].line == "Für alles 日常")
        #expect((notes["b"].name, notes["b"].line) == ("", "Only a line"))
        for model in ["c", "d", "A", "", "e\u{301}"] { #expect(notes[model] == .init()) }
        #expect(notes["\u{e9}"].name == "one")
    }

    @Test(arguments: [
        ("[]", Flaw.not(.object)), ("{", .brokenJSON(at: 1)),
        (#"{"a":{},"a":{}}"#, .nameTwice), (#"{"a":{"name":"x","name":"y"}}"#, .nameTwice),
        (#"{"a":"A"}"#, .entry("a", .not(.object))), (#"{"a":{"name":5}}"#, .entry("a", .not(.text))),
        (#"{"a":{"title":"A"}}"#, .entry("a", .forbiddenName("title", allowed: ["line", "name"]))),
        (#"{"a":{"name":"one\ntwo"}}"#, .entry("a", .holdsControlCharacters)),
        (#"{"a":{"line":"one\u2028two"}}"#, .entry("a", .holdsControlCharacters)),
        (#"{"a":{"line":"\u0000"}}"#, .entry("a", .holdsControlCharacters)),
        (#"{"":{}}"#, .entry("", .badModelName)), (#"{"a\u0007":{}}"#, .entry("a\u{7}", .badModelName)),
    ])
    func `what is no note is refused by its model`(text: String, flaw: Flaw) {
        #expect(throws: ChatError.invalid(field: "value", flaw)) { try Setting.notes(text) }
    }

    @Test func `names and lines are as long as they may be, and no longer`() throws {
        func note(_ field: String, _ length: Int) throws {
            _ = try Setting.notes(#"{"a":{"\#(field)":"\#(String(repeating: "汉", count: length))"}}"#)
        }
        try note("name", 64)
        try note("line", 160)
        for (field, length, longest) in [("name", 65, 64), ("name", 4000, 64), ("line", 161, 160)] {
            #expect(throws: ChatError.invalid(field: "value", .entry("a", .longerThan(longest, .characters)))) {
                try note(field, length)
            }
        }
        let many = (0...256).map { #""m\#($0)":{}"# }.joined(separator: ",")
        #expect(throws: ChatError.invalid(field: "value", .tooManyValues(most: 256))) { try Setting.notes("{\(many)}") }
        let long = String(repeating: "m", count: 256)
        #expect(throws: ChatError.invalid(field: "value", .entry(String(long.prefix(64)), .badModelName))) {
            try Setting.notes(#"{"\#(long)":{}}"#)
        }
    }
}
