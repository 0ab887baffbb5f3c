/// Cuts a JSON text that is too long to be held into values that are not, as it arrives in pieces of any size.
///
/// It goes into the containers that it is told to; every other value is given out whole, as bytes, and only measured: whoever reads it
/// finds out whether it is JSON.
public struct JSONCutter: Sendable {
    public enum Event: Sendable, Equatable {
        /// Of a container that is gone into, with its name if it is the member of an object.
        case opened(Text?)
        case closed
        /// Nil instead of its bytes: it is longer than may be.
        case value(Text?, [UInt8]?)
    }

    /// The names on the way to a container, `""` for the elements of an array; and whether it is an array.
    public typealias Rule = @Sendable (_ path: [Text], _ isArray: Bool) -> Bool

    private let longest: Int
    private let rule: Rule
    private var levels: [Level] = []
    private var expected = Expected.value
    private var name: Text?
    private var taken: Taken?
    private var hasBegun = false
    /// It is no JSON behind what was given out.
    public private(set) var isBroken = false
    /// Whether the text is an array.
    public private(set) var beginsWithArray = false

    private struct Level {
        let isArray: Bool
        let name: Text
    }

    private enum Expected { case value, valueOrEnd, name, nameOrEnd, colon, commaOrEnd, nothing }

    /// A value, or a name, that has not ended.
    fileprivate struct Taken {
        let isName: Bool
        var bytes: [UInt8] = []
        var isTooLong = false
        var nesting = 0
        var isQuoted = false
        var isEscaped = false
    }

    private static let longestName = 4096
    private static let deepest = 8

    /// `longest`: bytes of one value.
    public init(longest: Int, entering rule: @escaping Rule) {
        self.longest = longest
        self.rule = rule
    }

    /// The text was whole, asked when nothing more comes.
    public var isComplete: Bool { !isBroken && taken == nil && expected == .nothing }

    /// How many containers are open.
    public var depth: Int { levels.count }

    public mutating func feed(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        var index = 0
        while index < bytes.count, !isBroken {
            if taken != nil {
                index = take(bytes, from: index, &events)
            } else {
                step(bytes[index], &events)
                // The first byte of a value is its own.
                if taken == nil { index += 1 }
            }
        }
        return events
    }

    private mutating func step(_ byte: UInt8, _ events: inout [Event]) {
        if byte == 32 || byte == 10 || byte == 13 || byte == 9 { return }
        // A byte order mark.
        if !hasBegun, byte == 0xEF || byte == 0xBB || byte == 0xBF { return }
        hasBegun = true
        switch (expected, byte) {
        case (.valueOrEnd, UInt8(ascii: "]")), (.nameOrEnd, UInt8(ascii: "}")): close(&events)
        case (.value, _), (.valueOrEnd, _): beginValue(byte, &events)
        case (.name, UInt8(ascii: "\"")), (.nameOrEnd, UInt8(ascii: "\"")): taken = Taken(isName: true)
        case (.colon, UInt8(ascii: ":")): expected = .value
        case (.commaOrEnd, UInt8(ascii: ",")): expected = levels.last?.isArray == true ? .value : .name
        case (.commaOrEnd, UInt8(ascii: "]")) where levels.last?.isArray == true: close(&events)
        case (.commaOrEnd, UInt8(ascii: "}")) where levels.last?.isArray == false: close(&events)
        default: isBroken = true
        }
    }

    private mutating func beginValue(_ byte: UInt8, _ events: inout [Event]) {
        guard !"]},:".utf8.contains(byte) else { return isBroken = true }
        let isArray = byte == UInt8(ascii: "[")
        guard isArray || byte == UInt8(ascii: "{"), levels.count < Self.deepest, rule(path, isArray) else {
            taken = Taken(isName: false)
            return
        }
        enter(isArray, &events)
    }

    private mutating func enter(_ isArray: Bool, _ events: inout [Event]) {
        if levels.isEmpty { beginsWithArray = isArray }
        events.append(.opened(name))
        levels.append(Level(isArray: isArray, name: name ?? ""))
        name = nil
        expected = isArray ? .valueOrEnd : .nameOrEnd
        // Steps over the bracket, which nothing else takes.
        taken = nil
    }

    /// Of the value that comes now.
    private var path: [Text] { levels.isEmpty ? [] : levels.dropFirst().map(\.name) + [name ?? ""] }

    private mutating func close(_ events: inout [Event]) {
        levels.removeLast()
        events.append(.closed)
        expected = levels.isEmpty ? .nothing : .commaOrEnd
    }

    /// Goes on with what is taken, and returns the place behind it, or the end.
    private mutating func take(_ bytes: [UInt8], from start: Int, _ events: inout [Event]) -> Int {
        guard var value = taken else { return start }
        let (end, isWhole) = value.scan(bytes, from: start)
        if value.bytes.count + end - start > (value.isName ? Self.longestName : longest) {
            value.isTooLong = true
            value.bytes = []
        }
        if !value.isTooLong { value.bytes += bytes[start..<end] }
        taken = value
        if isWhole { finish(value, &events) }
        return end
    }

    private mutating func finish(_ value: Taken, _ events: inout [Event]) {
        taken = nil
        guard value.isName else {
            events.append(.value(name, value.isTooLong ? nil : value.bytes))
            name = nil
            expected = levels.isEmpty ? .nothing : .commaOrEnd
            return
        }
        guard !value.isTooLong, case .string(let text)? = try? JSONValue(parsing: value.bytes) else {
            return isBroken = true
        }
        name = text
        expected = .colon
    }
}

extension JSONCutter.Taken {
    /// Where the value ends, if it does.
    fileprivate mutating func scan(_ bytes: [UInt8], from start: Int) -> (end: Int, isWhole: Bool) {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isQuoted {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isQuoted = false
                    if nesting == 0 { return (index, true) }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isQuoted = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): nesting += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // Of the container around a number or a word.
                guard nesting > 0 else { return (index - 1, true) }
                nesting -= 1
                if nesting == 0 { return (index, true) }
            case UInt8(ascii: ","), 32, 10, 13, 9:
                if nesting == 0 { return (index - 1, true) }
            default: break
            }
        }
        return (index, false)
    }
}
