public import Domain
internal import JSON
internal import Wire

/// The accounts in a text that somebody pasted: keys and tokens, one a line, lines of environment files, lines as they are sold, JSON in
/// any number and between such lines, or a table with a head. Every byte is looked at a few times at most, whatever the text is.
public struct PastedText {
    let bytes: [UInt8]
    let kind: Provider?
    let now: Timestamp
    private let most: Int
    private var position = 0
    private var line = 1
    private(set) var found: [PastedAccount] = []
    /// A bracket was open at the end of the text: looking for its end is not worth a second try.
    private var isUnmatched = false
    private var environment = PastedEnvironment()

    /// Values of one JSON text: accounts have some forty.
    private static let mostValues = 1_000_000

    /// Reads `bytes`; `kind` is what a key belongs to that does not say. One account more than `most` is read, so that it shows.
    public static func accounts(
        in bytes: [UInt8], of kind: Provider? = nil, at now: Timestamp, most: Int = 20_000
    ) -> [PastedAccount] {
        var text = PastedText(bytes: bytes, kind: kind, now: now, most: most)
        text.read()
        return text.found
    }

    private init(bytes: [UInt8], kind: Provider?, now: Timestamp, most: Int) {
        self.bytes = bytes
        self.kind = kind
        self.now = now
        self.most = most
    }

    private mutating func read() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipBetween()
        let head = bytes[position..<endOfLine(from: position)]
        if let table = PastedTable(head: head) {
            readTable(table)
        } else {
            while position < bytes.count, found.count <= most {
                opensJSON(position) ? readJSON() : readLine()
                skipBetween()
            }
        }
        environment.complete(&found)
    }

    mutating func add(_ account: PastedAccount) { if found.count <= most { found.append(account) } }

    mutating func fail(_ flaw: LoginFlaw, line: Int) { add(PastedAccount(line: line, .failure(flaw))) }
}

// MARK: Lines

extension PastedText {
    private func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

    private func endOfLine(from start: Int) -> Int { bytes[start...].firstIndex(where: isBreak) ?? bytes.count }

    /// Goes on to `end`, counting the lines on the way.
    private mutating func advance(to end: Int) {
        for index in position..<end where isBreak(bytes[index]) {
            let isPaired = bytes[index] == 13 && index + 1 < bytes.count && bytes[index + 1] == 10
            if !isPaired { line += 1 }
        }
        position = end
    }

    /// Past space, and what stands between the values of lists.
    private mutating func skipBetween() {
        let between: Set<UInt8> = [9, 10, 11, 12, 13, 32, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")]
        advance(to: bytes[position...].firstIndex { !between.contains($0) } ?? bytes.count)
    }

    private mutating func readLine() {
        let end = endOfLine(from: position)
        let text = PastedLine.stripped(bytes[position..<end])
        if !text.isEmpty, text.first != UInt8(ascii: "#") { take(text, line: line) }
        advance(to: end)
    }

    /// One line, or one text of a list.
    private mutating func take(_ text: ArraySlice<UInt8>, line number: Int) {
        let line = PastedLine(text, kind: kind, at: now)
        if let base = line.baseURL, environment.note(base) { return }
        if let stem = line.stem { environment.note(stem, of: found.count) }
        add(PastedAccount(line: number, line.content, fields: line.fields))
    }
}

// MARK: JSON

extension PastedText {
    private func opensJSON(_ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "[")
    }

    /// A value that may go on over many lines. One that is broken is one fault.
    private mutating func readJSON() {
        let (start, endOfLine) = (line, endOfLine(from: position))
        let reach = isUnmatched ? endOfLine : bytes.count
        if let end = PastedJSON.end(of: bytes[position..<reach]) {
            if let value = PastedJSON.value(of: bytes[position..<end], most: Self.mostValues) {
                take(value, line: start)
            } else {
                fail(.brokenJSON, line: start)
            }
            return advance(to: end)
        }
        isUnmatched = true
        fail(.brokenJSON, line: start)
        advance(to: endOfLine)
        skipPieces()
    }

    /// Past the lines that belong to a value that has no end.
    private mutating func skipPieces() {
        while position < bytes.count {
            let next = bytes[position...].firstIndex { !isBreak($0) } ?? bytes.count
            advance(to: next)
            guard next < bytes.count, " \t\"}]".utf8.contains(bytes[next]) else { return }
            advance(to: endOfLine(from: next))
        }
    }

    private mutating func take(_ value: JSONValue, line: Int) {
        let lists: [Text] = ["tokens", "accounts", "channels", "items", "data", "keys"]
        guard let list = value.array ?? lists.lazy.compactMap({ value[$0]?.array }).first else {
            return takeOne(value, line: line)
        }
        for (index, element) in list.enumerated() where found.count <= most { takeOne(element, line: line + index) }
    }

    private mutating func takeOne(_ value: JSONValue, line: Int) {
        if let text = value.text {
            let stripped = PastedLine.stripped(Array(text.utf8)[...])
            return stripped.isEmpty ? fail(.noKey, line: line) : take(stripped, line: line)
        }
        guard value.members != nil else { return fail(.unknownKind, line: line) }
        let object = PastedObject(value, kind: kind, at: now)
        add(PastedAccount(line: line, object.content, fields: object.fields))
    }

    private mutating func readTable(_ table: PastedTable) {
        for row in SeparatedRows(bytes[position...], separator: table.separator, line: line).dropFirst() {
            guard found.count <= most else { return }
            guard !row.isBlank else { continue }
            guard row.isWhole, row.values.count <= max(table.names.count, 1) || row.values.last?.isEmpty == true else {
                fail(.brokenRow, line: row.line)
                continue
            }
            takeOne(table.object(of: row), line: row.line)
        }
    }
}
