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
            slots = slots.filter { !has($0, name: name) }
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

    /// Calls `body` with the bytes of each name and value, in order.
    func forEachField(_ body: (_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Void) {
        for slot in slots { body(slice(slot.name), slice(slot.value)) }
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

/// An ASCII letter in lower case; any other byte as it is.
func lowercased(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }

/// Whether `bytes` is the lower-case ASCII text `word`, without regard to case.
func isSameWord(_ bytes: some Collection<UInt8>, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { word in bytes.elementsEqual(word) { lowercased($0) == $1 } }
}
