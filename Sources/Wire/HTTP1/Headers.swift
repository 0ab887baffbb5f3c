/// Header fields in their order. Names compare without regard to case.
public struct Headers: Sendable, ExpressibleByDictionaryLiteral {
    // One array of bytes for all fields: a parsed head costs two allocations, however many fields it has.
    private var bytes: [UInt8] = []
    private var slots: [Slot] = []

    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    /// Where a field's name and value stand in the bytes.
    struct Slot: Sendable {
        let name: Range<Int32>
        let value: Range<Int32>

        init(name: Range<Int>, value: Range<Int>) {
            self.name = Int32(name.lowerBound)..<Int32(name.upperBound)
            self.value = Int32(value.lowerBound)..<Int32(value.upperBound)
        }
    }

    public init() {}

    public init(dictionaryLiteral fields: (String, String)...) {
        for (name, value) in fields { append(name, value) }
    }

    /// What the parser has found in `bytes`.
    init(bytes: [UInt8], slots: [Slot]) {
        self.bytes = bytes
        self.slots = slots
    }

    public var fields: [Field] {
        slots.map { Field(name: text($0.name), value: text($0.value)) }
    }

    public var isEmpty: Bool { slots.isEmpty }

    /// The first value. Setting replaces every field of that name; nil removes them.
    public subscript(_ name: String) -> String? {
        get { slots.first { has($0, name: name) }.map { text($0.value) } }
        set {
            if slots.contains(where: { has($0, name: name) }) { slots = slots.filter { !has($0, name: name) } }
            if let newValue { append(name, newValue) }
        }
    }

    public func all(_ name: String) -> [String] {
        slots.filter { has($0, name: name) }.map { text($0.value) }
    }

    public mutating func append(_ name: String, _ value: String) {
        let start = bytes.count
        bytes.append(contentsOf: name.utf8)
        let middle = bytes.count
        bytes.append(contentsOf: value.utf8)
        slots.append(Slot(name: start..<middle, value: middle..<bytes.count))
    }

    /// Every name is a token, and no value can begin another line.
    var isSendable: Bool {
        slots.allSatisfy { slot in
            !slot.name.isEmpty && slice(slot.name).allSatisfy(isTokenByte) && slice(slot.value).allSatisfy(isValueByte)
        }
    }

    /// Appends a line for each field whose name is wanted.
    func append(to output: inout [UInt8], where isWanted: (ArraySlice<UInt8>) -> Bool) {
        for slot in slots where isWanted(slice(slot.name)) {
            output.append(contentsOf: slice(slot.name))
            output.append(UInt8(ascii: ":"))
            output.append(space)
            output.append(contentsOf: slice(slot.value))
            output.appendLineEnd()
        }
    }

    private func slice(_ range: Range<Int32>) -> ArraySlice<UInt8> {
        bytes[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    private func text(_ range: Range<Int32>) -> String { String(decoding: slice(range), as: UTF8.self) }

    private func has(_ slot: Slot, name: String) -> Bool {
        guard slot.name.count == name.utf8.count else { return false }
        return slice(slot.name).elementsEqual(name.utf8) { lowercased($0) == lowercased($1) }
    }
}

extension Headers: Equatable {
    public static func == (left: Self, right: Self) -> Bool { left.fields == right.fields }
}

/// Whether a byte may stand in a field's value: no control but the tab.
func isValueByte(_ byte: UInt8) -> Bool { byte >= 32 && byte != 127 || byte == tab }

/// An ASCII letter in lower case; any other byte as it is.
func lowercased(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }

/// Whether `bytes` is the lower-case ASCII text `word`, without regard to case.
func isSameWord(_ bytes: some Collection<UInt8>, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { word in bytes.elementsEqual(word) { lowercased($0) == $1 } }
}
