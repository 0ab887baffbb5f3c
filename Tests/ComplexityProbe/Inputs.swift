/// Inputs that cost a careless reader the square of their length, of about so many bytes.
let hostileInputs: [(name: String, make: @Sendable (Int) -> [UInt8])] = [
    ("marks", { Array("a".utf8) + repeated("\u{301}", $0) }),
    ("marks of many classes", { Array("a".utf8) + repeated("\u{301}\u{327}\u{5B0}\u{323}", $0) }),
    ("marks after each separator", { repeated("\u{301},\u{301};\u{301}=\u{301}&\u{301}\n", $0) }),
    ("flags", { repeated("\u{1F1E6}", $0) }),
    ("joined emoji", { repeated("👩\u{200D}", $0) }),
    ("jamo", { repeated("\u{1100}", $0) }),
    ("one line", { repeated("x", $0) }),
    ("many lines", { repeated("x\n", $0) }),
    ("spaces", { repeated(" ", $0) }),
    ("separators", { repeated(",;&=", $0) }),
    ("markdown", { repeated("*a_`[![](", $0) }),
    ("quotations", { repeated("'abc' ", $0) }),
    ("nesting", { repeated("[", $0) }),
    ("objects in objects", { repeated(#"{"a":"#, $0) }),
    ("one key a thousand times", { object($0) { _ in "key" } }),
    ("different keys", { object($0) { "k\($0)" } }),
    ("keys of marks", { object($0, keyBytes: 16 << 10) { "\($0)" + String(repeating: "\u{301}", count: 8 << 10) } }),
    ("text of marks in JSON", { quoted("e" + String(repeating: "\u{301}", count: $0 / 2)) }),
    ("escapes", { Array("\"".utf8) + repeated(#"\u0301"#, $0) + Array("\"".utf8) }),
    ("percent", { repeated("%CC%81", $0) }),
    ("events", { repeated("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", $0) }),
    ("an event of many lines", { repeated("data: a\n", $0) }),
    ("an event of marks", { Array("event: a".utf8) + repeated("\u{301}", $0) + Array("\ndata: {}\n\n".utf8) }),
    ("boundaries", { repeated("\r\n--b\r\n", $0) }),
]

private func repeated(_ text: String, _ size: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + text.utf8.count)
    while bytes.count < size { bytes.append(contentsOf: text.utf8) }
    return bytes
}

private func object(_ size: Int, keyBytes: Int = 8, key: (Int) -> String) -> [UInt8] {
    let pairs = (0..<max(1, size / (keyBytes + 5))).map { "\"\(key($0))\":1" }
    return Array("{\(pairs.joined(separator: ","))}".utf8)
}

private func quoted(_ text: String) -> [UInt8] { Array("\"\(text)\"".utf8) }
