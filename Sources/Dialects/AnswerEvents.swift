internal import JSON
internal import Wire

/// Cuts the bytes of an answer into JSON values, whatever they are called and however they are parted: Server-Sent Events (HTML
/// standard, §9.2.6), the same with one line break between two, JSON lines, or one JSON text.
///
/// What it returns does not depend on how the bytes were cut.
struct AnswerEvents: Sendable {
    enum Event: Sendable {
        case json(LooseJSON, type: Text?)
        /// An event of the type `error` that is no JSON.
        case error(Text)
        /// `[DONE]`
        case done
        case unreadable
    }

    /// Nil until something was read that is not blank.
    private var form: Form?
    private var lines = LineSplitter()
    private var ready: [Event] = []
    /// Lines of data that are no value by themselves, with a break between two: one that was cut over several.
    private var pending: [UInt8] = []
    private var type: Text?
    /// An answer that began as JSON, as long as its first line is no value.
    private var text: [UInt8] = []
    private var isFirstLineTried = false
    /// No line of `text` ends before this.
    private var scanned = 0

    /// Whether the bytes ended inside a value.
    private(set) var wasCut = false

    enum Form: Sendable { case events, lines, whole, page }

    private static let eventLimit = 8 << 20
    /// Of an event that is no value, the lines are looked at up to so many bytes.
    private static let mostSplit = 1 << 20

    /// Whether it is JSON without fields around it.
    var isText: Bool { form == .whole || form == .lines }
    /// Whether the answer has this form.
    func has(_ raw: RawForm) -> Bool {
        switch raw {
        case .events: form == .events
        case .whole: form == .whole
        }
    }

    /// Whether it began like a page.
    var isPage: Bool { form == .page }
    /// What a page is called, after a colon; empty where it has no title.
    var pageTitle: String {
        guard isPage, let start = text.firstRange(of: Array("<title>".utf8)) else { return "" }
        let title = text[start.upperBound...]
        guard let end = title.firstRange(of: Array("</title>".utf8)) else { return "" }
        return ": " + String(decoding: title[..<end.lowerBound], as: UTF8.self)
    }

    /// Throws for a line or an event of more than 8 MiB.
    mutating func read(_ bytes: [UInt8]) throws(ServerSentEventError) -> [Event] {
        if form == nil { chooseForm(bytes) } else { take(bytes) }
        if form == .whole { tryFirstLine() }
        return try events()
    }

    /// What is left when all bytes have come.
    mutating func end() throws(ServerSentEventError) -> [Event] {
        let isText = form == .whole
        if isText {
            if let json = try? LooseJSON(parsing: text) { return [.json(json, type: nil)] }
            readAsLines()
        }
        var events = try events()
        let rest = lines.rest()
        try read(rest)
        wasCut = !isText && !rest.isEmpty && !pending.isEmpty
        flush()
        events += ready
        ready = []
        return events
    }

    private mutating func events() throws(ServerSentEventError) -> [Event] {
        guard form == .events || form == .lines else { return [] }
        while let line = try lines.next() { try read(line) }
        defer { ready = [] }
        return ready
    }
}

// MARK: Forms

extension AnswerEvents {
    private mutating func chooseForm(_ bytes: [UInt8]) {
        text += bytes
        text = Array(text.drop { $0 <= 32 || [0xEF, 0xBB, 0xBF].contains($0) })
        guard let first = text.first else { return }
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): form = .whole
        case UInt8(ascii: "<"): form = .page
        default:
            form = .events
            lines.feed(text)
            text = []
        }
    }

    private mutating func take(_ bytes: [UInt8]) {
        switch form {
        case .whole: text += bytes
        case .page: text += bytes.prefix(max(0, 4096 - text.count))
        case .events, .lines, nil: lines.feed(bytes)
        }
    }

    /// A first line that is a value is an event, and nothing has to be waited for.
    private mutating func tryFirstLine() {
        guard !isFirstLineTried else { return }
        guard let end = text[scanned...].firstIndex(of: 10) else {
            scanned = text.count
            return
        }
        isFirstLineTried = true
        if (try? LooseJSON(parsing: text[..<end])) != nil { readAsLines() }
    }

    private mutating func readAsLines() {
        form = .lines
        lines.feed(text)
        text = []
    }
}

// MARK: Lines

extension AnswerEvents {
    private mutating func read(_ line: ArraySlice<UInt8>) throws(ServerSentEventError) {
        let line = line.trimmed
        guard let first = line.first else {
            flush()
            type = nil
            return
        }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return try take(payload: line) }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        let value = line[min(colon + 1, line.endIndex)...].trimmed
        switch String(decoding: line[..<colon].prefix(8), as: UTF8.self) {
        case "data": try take(payload: value.withoutField)
        case "event":
            flush()
            type = Text(decoding: value)
        case "", "id", "retry": break
        // A line break inside a text, as those write it who put texts together by hand.
        default: if pending.isEmpty { note(unreadable: line) } else { try hold(line) }
        }
    }

    private mutating func take(payload: ArraySlice<UInt8>) throws(ServerSentEventError) {
        guard !payload.isEmpty else { return }
        if payload.elementsEqual("[DONE]".utf8) {
            flush()
            ready.append(.done)
        } else if pending.isEmpty || payload.starts(with: #"{""#.utf8), let json = try? LooseJSON(parsing: payload),
            pending.isEmpty || json.value["choices"] != nil || json.value["error"] != nil
        {
            flush()
            add(json)
        } else if pending.isEmpty, ![UInt8(ascii: "{"), UInt8(ascii: "[")].contains(payload[payload.startIndex]) {
            note(unreadable: payload)
        } else {
            try hold(payload)
        }
    }

    private mutating func hold(_ line: ArraySlice<UInt8>) throws(ServerSentEventError) {
        if !pending.isEmpty { pending.append(10) }
        pending += line
        guard pending.count <= Self.eventLimit else { throw .eventTooLong }
    }

    /// An event ends: what was held is one value, or some lines of it are.
    private mutating func flush() {
        guard !pending.isEmpty else { return }
        let held = pending
        pending = []
        let lines = held.split(separator: 10, maxSplits: 1).count > 1 ? held.split(separator: 10) : []
        if !lines.isEmpty, let json = try? LooseJSON(parsing: held) { return add(json) }
        // Values take many times the memory of their text.
        let values = held.count <= Self.mostSplit ? lines.compactMap { try? LooseJSON(parsing: $0) } : []
        if values.isEmpty || values.count < lines.count { note(unreadable: held[...]) }
        for value in values { add(value) }
    }

    private mutating func add(_ json: LooseJSON) {
        ready.append(.json(json, type: type))
        type = nil
    }

    private mutating func note(unreadable bytes: ArraySlice<UInt8>) {
        let type = type?.asciiLowercased ?? ""
        self.type = nil
        if type == "error" { return ready.append(.error(Text(decoding: bytes))) }
        // Signs of life are no JSON and say nothing.
        let signs: [Text] = ["ping", "heartbeat", "keepalive", "keep-alive", "pong"]
        guard !signs.contains(type), !signs.contains(Text(decoding: bytes.prefix(16)).asciiLowercased) else { return }
        ready.append(.unreadable)
    }
}

extension ArraySlice<UInt8> {
    fileprivate var trimmed: Self {
        var rest = self
        while let first = rest.first, first <= 32 { rest.removeFirst() }
        while let last = rest.last, last <= 32 { rest.removeLast() }
        return rest
    }

    /// Without `data:`, which some write twice.
    fileprivate var withoutField: Self {
        var rest = self
        while rest.starts(with: "data:".utf8) { rest = rest.dropFirst(5).trimmed }
        return rest
    }
}
