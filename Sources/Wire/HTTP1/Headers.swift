public import JSON

/// Header fields in their order. Names compare without regard to case.
public struct Headers: Sendable, ExpressibleByDictionaryLiteral {
    // One array of bytes for all fields: a parsed head costs two allocations, however many fields it has.
    private var bytes: [UInt8] = []
    private var slots: [Slot] = []
    /// The bytes are the lines of just these fields, so that they can be sent as they are.
    private var areLines = true
    /// So many fields, from the first, are known to be sendable.
    private var checked = 0

    public struct Field: Sendable, Equatable {
        public let name: Text
        public let value: Text
    }

    /// Where a field's name and value stand in the bytes.
    struct Slot: Sendable {
        let name: Range<Int32>
        let value: Range<Int32>

        init(name: Range<Int>, value: Range<Int>) {
            self.name = Int32(name.lowerBound)..<Int32(name.upperBound)
            self.value = Int32(value.lowerBound)..<Int32(value.upperBound)
        }

        var nameRange: Range<Int> { Int(name.lowerBound)..<Int(name.upperBound) }
        var valueRange: Range<Int> { Int(value.lowerBound)..<Int(value.upperBound) }
    }

    public init() {}

    public init(dictionaryLiteral fields: (Text, Text)...) {
        for (name, value) in fields { append(name, value) }
    }

    /// What the parser has found in `bytes`.
    init(bytes: [UInt8], slots: [Slot]) {
        self.bytes = bytes
        self.slots = slots
        areLines = false
    }

    public var fields: [Field] {
        slots.map { Field(name: text($0.name), value: text($0.value)) }
    }

    public var isEmpty: Bool { slots.isEmpty }

    /// Whether a value has an absurd run of combining marks.
    public var hasAbsurdMarks: Bool { MarkRun.isAbsurd(in: bytes) }

    /// How many bytes the fields take in a head, or a little less.
    public var size: Int { bytes.count }

    /// The first value. Setting replaces every field of that name; nil removes them.
    public subscript(_ name: Text) -> Text? {
        get { slots.first { has($0, name: name) }.map { text($0.value) } }
        set {
            if slots.contains(where: { has($0, name: name) }) {
                slots = slots.filter { !has($0, name: name) }
                areLines = false
                checked = 0
            }
            if let newValue { append(name, newValue) }
        }
    }

    public func all(_ name: Text) -> [Text] {
        slots.filter { has($0, name: name) }.map { text($0.value) }
    }

    public mutating func append(_ name: Text, _ value: Text) {
        let start = bytes.count
        bytes.append(contentsOf: name.utf8)
        let end = bytes.count
        bytes.append(UInt8(ascii: ":"))
        bytes.append(space)
        let middle = bytes.count
        bytes.append(contentsOf: value.utf8)
        slots.append(Slot(name: start..<end, value: middle..<bytes.count))
        bytes.appendLineEnd()
    }

    /// A value of our own.
    public mutating func append(_ name: Text, _ value: String) { append(name, Text(value)) }

    public mutating func append(contentsOf others: Headers) {
        let offset = bytes.count
        bytes.append(contentsOf: others.bytes)
        slots.reserveCapacity(slots.count + others.slots.count)
        for slot in others.slots {
            let (name, value) = (slot.nameRange, slot.valueRange)
            slots.append(
                Slot(
                    name: name.lowerBound + offset..<name.upperBound + offset,
                    value: value.lowerBound + offset..<value.upperBound + offset))
        }
        areLines = areLines && others.areLines
    }

    /// The same fields, looked at now so that it need not be done for every answer that begins with them.
    public func checkedOnce() -> Headers {
        precondition(isSendable, "fields that cannot be sent")
        var headers = self
        headers.checked = slots.count
        return headers
    }

    /// Every name is a token, and no value can begin another line.
    var isSendable: Bool {
        let bytes = bytes.span
        for slot in slots[checked...] {
            guard !slot.name.isEmpty, bytes.areTokenBytes(in: slot.nameRange) else { return false }
            guard bytes.endOfValueBytes(in: slot.valueRange) == Int(slot.value.upperBound) else { return false }
        }
        return true
    }

    /// Appends a line for each field, but for those whose name is unwanted.
    func append(to output: inout [UInt8], except isUnwanted: (Span<UInt8>, Range<Int>) -> Bool) {
        let span = bytes.span
        if areLines, !slots.contains(where: { isUnwanted(span, $0.nameRange) }) {
            return output.append(contentsOf: bytes)
        }
        for slot in slots where !isUnwanted(span, slot.nameRange) {
            output.append(contentsOf: bytes[slot.nameRange])
            output.append(UInt8(ascii: ":"))
            output.append(space)
            output.append(contentsOf: bytes[slot.valueRange])
            output.appendLineEnd()
        }
    }

    private func slice(_ range: Range<Int32>) -> ArraySlice<UInt8> {
        bytes[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    private func text(_ range: Range<Int32>) -> Text { Text(decoding: slice(range)) }

    private func has(_ slot: Slot, name: Text) -> Bool {
        guard slot.name.count == name.byteCount else { return false }
        var index = Int(slot.name.lowerBound)
        for byte in name.utf8 {
            guard bytes[index].asciiLowercased == byte.asciiLowercased else { return false }
            index += 1
        }
        return true
    }
}

extension Headers: Equatable {
    public static func == (left: Self, right: Self) -> Bool { left.fields == right.fields }
}

/// Whether `bytes` is the lower-case ASCII text `word`, without regard to case.
func isSameWord(_ bytes: some Collection<UInt8>, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { word in bytes.elementsEqual(word) { $0.asciiLowercased == $1 } }
}
