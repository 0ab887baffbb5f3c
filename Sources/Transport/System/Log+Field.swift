extension Log {
    /// A key and a value that cannot forge a line.
    public struct Field: Sendable {
        let key: StaticString
        let value: String

        public init(_ key: StaticString, _ number: Int) {
            self.key = key
            value = String(number)
        }

        public init(_ key: StaticString, _ flag: Bool) {
            self.key = key
            value = flag ? "true" : "false"
        }

        /// In milliseconds.
        public init(_ key: StaticString, _ span: Duration) {
            self.key = key
            value = "\(span.components.seconds * 1000 + span.components.attoseconds / 1_000_000_000_000_000)ms"
        }

        /// A constant of the source.
        public init(_ key: StaticString, word: StaticString) {
            self.key = key
            value = quoted("\(word)")
        }

        /// A name that machines made: an id, an address, a route. What is not in its alphabet becomes `?`.
        public init(_ key: StaticString, id: String) {
            self.key = key
            value = isIdentifier(id) ? id : identifier(id)
        }

        /// The type of an error, never its text: the text may hold what a person wrote.
        public init(_ key: StaticString, type error: any Error) {
            self.init(key, id: "\(type(of: error))")
        }

        /// What the system or a library of ours says, such as a path or an `errno` text. Never a person's words, never bytes
        /// from the network.
        public init(_ key: StaticString, diagnostic: String) {
            self.key = key
            value = quoted(diagnostic)
        }
    }
}

/// In quotation marks; marks, backslashes and everything that is not visible ASCII escaped; at most 500 characters of it.
private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars.prefix(500) {
        switch scalar {
        case "\"", "\\": result += "\\\(scalar)"
        case "\n": result += "\\n"
        case " "..."~": result.unicodeScalars.append(scalar)
        default: result += "\\u{\(String(scalar.value, radix: 16))}"
        }
    }
    return result + "\""
}

private func isIdentifier(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { !$0.isEmpty && $0.count <= 128 && $0.allSatisfy(isIdentifierByte) }
}

private func identifier(_ text: String) -> String {
    let characters = text.utf8.prefix(128).map { isIdentifierByte($0) ? $0 : UInt8(ascii: "?") }
    return characters.isEmpty ? "\"\"" : String(decoding: characters, as: UTF8.self)
}

private func isIdentifierByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"),
        UInt8(ascii: "@"), UInt8(ascii: "*"):
        true
    default: false
    }
}
