import JSON
import Wire

/// JSON: what is read is written as a text that reads as the same, and both ways to treat duplicates agree.
func checkJSON(_ bytes: [UInt8]) throws(Broken) {
    let lenient = try? JSONValue(parsing: bytes, duplicates: .keepFirst)
    let strict = try? JSONValue(parsing: bytes)
    guard let lenient else { return try require(strict == nil, "the strict reader takes more than the lenient one") }
    if let strict { try require(strict == lenient, "two readings of one text") }
    let written = lenient.bytes
    try require(!written.contains { $0 < 32 }, "a control byte in the written text")
    guard let again = try? JSONValue(parsing: written) else { throw Broken("what was written cannot be read") }
    try require(again == lenient, "what was written says something else")
    try require(again.bytes == written, "writing twice makes two texts")
    try checkNumbers(lenient)
}

private func checkNumbers(_ value: JSONValue) throws(Broken) {
    switch value {
    case .number(let text):
        try require(value.double != nil, "no number: \(text)")
        if let integer = value.integer { try require(Double(integer) == value.double, "two numbers in \(text)") }
    case .array(let elements):
        for element in elements { try checkNumbers(element) }
    case .object(let members):
        try require(Set(members.map(\.key)).count == members.count, "a name that occurs twice")
        for member in members { try checkNumbers(member.value) }
    default: break
    }
}
