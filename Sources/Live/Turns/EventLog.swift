internal import Domain
internal import JSON

/// The events of one turn, packed: the bytes of all pieces in a row, and four bytes for each piece.
///
/// As an array of events an answer would take forty times its length.
struct EventLog {
    let turn: Turn
    private var bytes: [UInt8] = []
    /// Where each piece ends in `bytes`; the highest bit marks reasoning, the next one what has no text, the third a tool's step, whose
    /// text is JSON.
    private var ends: [UInt32] = []
    private(set) var end: TurnEnd?
    private(set) var endedAt: Timestamp?

    /// More than this many events at once are joined with their neighbours when they are read.
    static let exactEvents = 1000
    /// A joined event has no more text than this and one piece.
    static let joinedBytes = 64 << 10
    /// A portion of a text is no longer than this and one piece.
    private static let portionBytes = 32 << 10
    /// Far beyond every answer that a turn accepts; an end always fits.
    static let maximumBytes = 64 << 20
    private static let reasoningBit: UInt32 = 1 << 31
    private static let summingBit: UInt32 = 1 << 30
    private static let stepBit: UInt32 = 1 << 29
    private static let offsets: UInt32 = stepBit - 1

    init(_ turn: Turn) { self.turn = turn }

    /// How many events there are. The first is `.began`.
    var count: Int { 1 + ends.count + (end == nil ? 0 : 1) }

    var byteCount: Int { bytes.count + 4 * ends.count }

    /// After `.ended` nothing is added. Throws `unavailable("memory")` when the log is full.
    mutating func append(_ events: [TurnEvent], at moment: Timestamp) throws(ChatError) {
        for event in events where end == nil {
            switch event {
            case .began: break
            case .text(let text): try add(text, mark: 0)
            case .summingUp: try add("", mark: Self.summingBit)
            case .step(let step): try add(step.json.serialized, mark: Self.stepBit)
            case .reasoning(let text): try add(text, mark: Self.reasoningBit)
            case .ended(let how):
                end = how
                endedAt = moment
                // Nothing is added any more, and it is kept for a while: without the room to grow.
                (bytes, ends) = (bytes.exactly, ends.exactly)
            }
        }
    }

    /// Everything after event `number`. When that is very much, older pieces of one kind are joined, under the
    /// number of the last of them, so that a viewer who comes late costs no more than the text itself.
    func events(after number: Int) -> [NumberedEvent] {
        var events: [NumberedEvent] = []
        let number = max(0, number)
        if number < 1 { events.append(NumberedEvent(1, .began(turn))) }
        var first = max(0, number - 1)
        while first < ends.count {
            let next = endOfRun(from: first)
            events.append(NumberedEvent(next + 1, piece(first..<next)))
            first = next
        }
        if let end, number < count { events.append(NumberedEvent(count, .ended(end))) }
        return events
    }

    /// What the events of one kind say after `number`, up to and with `last`: so many bytes at most, and one piece.
    func text(of kind: Message.Kind, after number: Int, through last: Int) -> TextPortion {
        var text: [UInt8] = []
        var index = max(0, number - 1)
        let end = min(last - 1, ends.count)
        while index < end, text.count < Self.portionBytes {
            if mark(index) == (kind == .thoughts ? Self.reasoningBit : 0) {
                text += bytes[(index == 0 ? 0 : offset(index - 1))..<offset(index)]
            }
            index += 1
        }
        return TextPortion(String(decoding: text, as: UTF8.self), through: index < end ? index + 1 : last)
    }

    /// Everything after event `number`, each event by itself, until their texts come to `bytes`. For who writes them down
    /// elsewhere.
    func exactEvents(after number: Int, bytes: Int) -> [TurnEvent] {
        var events: [TurnEvent] = number < 1 ? [.began(turn)] : []
        var index = max(0, number - 1)
        var length = 0
        while index < ends.count, length < bytes {
            length += offset(index) - (index == 0 ? 0 : offset(index - 1))
            events.append(piece(index..<index + 1))
            index += 1
        }
        if index >= ends.count, let end, number < count { events.append(.ended(end)) }
        return events
    }

    private mutating func add(_ text: String, mark: UInt32) throws(ChatError) {
        guard byteCount + text.utf8.count <= Self.maximumBytes else { throw .unavailable(what: "memory") }
        bytes.append(contentsOf: text.utf8)
        ends.append(UInt32(bytes.count) | mark)
    }

    /// Only pieces that are older than the newest `exactEvents` are joined.
    private func endOfRun(from first: Int) -> Int {
        let joinable = ends.count - Self.exactEvents
        let start = first == 0 ? 0 : offset(first - 1)
        var next = first + 1
        while next < joinable, mark(first) != Self.stepBit, mark(next) == mark(first),
            offset(next - 1) - start < Self.joinedBytes
        {
            next += 1
        }
        return next
    }

    private func piece(_ range: Range<Int>) -> TurnEvent {
        if mark(range.lowerBound) == Self.summingBit { return .summingUp }
        let start = range.lowerBound == 0 ? 0 : offset(range.lowerBound - 1)
        let text = String(decoding: bytes[start..<offset(range.upperBound - 1)], as: UTF8.self)
        if mark(range.lowerBound) == Self.stepBit, let step = ToolStep(logged: text) { return .step(step) }
        return isReasoning(range.lowerBound) ? .reasoning(text) : .text(text)
    }

    private func offset(_ index: Int) -> Int { Int(ends[index] & Self.offsets) }

    private func mark(_ index: Int) -> UInt32 { ends[index] & ~Self.offsets }

    private func isReasoning(_ index: Int) -> Bool { mark(index) == Self.reasoningBit }
}

extension ToolStep {
    fileprivate init?(logged text: String) {
        guard let json = try? JSONValue(parsing: text.utf8, duplicates: .keepFirst) else { return nil }
        self.init(json)
    }
}

extension Array where Element: BitwiseCopyable {
    /// The same with no room for more.
    fileprivate var exactly: [Element] {
        [Element](unsafeUninitializedCapacity: count) { room, filled in filled = room.initialize(fromContentsOf: self) }
    }
}
