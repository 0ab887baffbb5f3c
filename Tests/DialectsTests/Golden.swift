import JSON
import Testing
import Wire

/// A file of `Tests/Fixtures/golden/<case>`: a request, an answer or a stream that is the same in and out.
struct Golden: Sendable, CustomTestStringConvertible {
    let caseName: String
    let bytes: [UInt8]
    var testDescription: String { caseName }
    var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }

    private static let folder =
        #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/Fixtures/golden"

    static let caseNames = Fixture.names(in: folder).filter { !$0.hasPrefix(".") }

    /// A file of a case; empty when there is none.
    static func bytes(_ name: String, _ file: String) -> [UInt8] { Fixture.read("\(folder)/\(name)/\(file)") }

    /// Every file of that name; a new case needs no new line here.
    static func all(_ file: String) -> [Golden] {
        caseNames.compactMap { name in
            let bytes = bytes(name, file)
            return bytes.isEmpty ? nil : Golden(caseName: name, bytes: bytes)
        }
    }
}

/// What a test compares of a Chat Completions text (`normal` of the golden files' own `validate.py`): without ids that we make, times,
/// nulls, empty fields and the words of errors; the ids of calls stay.
func normal(_ value: JSONValue, under key: Text = "") -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map { normal($0, under: key) })
    case .object(let members):
        let kept = members.filter { member in
            let isOurs = ["created", "system_fingerprint", "service_tier", "obfuscation"].contains(member.key)
            let isMade = member.key == "id" && value["type"] != "function"
            let isEmpty = member.value.isNull || member.key == "logprobs" || member.key == "annotations"
            return !isOurs && !isMade && !isEmpty && !(member.key == "message" && key == "error")
        }
        let sorted = kept.map { JSONValue.Member($0.key, normal($0.value, under: $0.key)) }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return .object(sorted)
    case .null, .bool, .number, .string: return value
    }
}

/// The events of a stream, in normal form; `[DONE]` is a string.
func normalEvents(_ bytes: [UInt8]) throws -> [JSONValue] {
    var parser = ServerSentEventParser()
    parser.feed(bytes)
    var events: [JSONValue] = []
    while let event = try parser.next() {
        events.append(event.data == "[DONE]" ? "[DONE]" : normal(try JSONValue(parsing: event.data.utf8)))
    }
    #expect(!parser.isInsideEvent)
    return events
}
