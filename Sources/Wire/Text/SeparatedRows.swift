/// Rows of values with a separator between them, as spreadsheets write them (RFC 4180), one after the other. A value in quotes may hold
/// the separator, line breaks and, doubled, a quote. A row ends with LF, CR or CR LF; lines that hold nothing are passed over.
public struct SeparatedRows: Sequence, IteratorProtocol, Sendable {
    private let bytes: ArraySlice<UInt8>
    private let separator: UInt8
    private var position: Int
    private var line: Int

    /// So many values of a row are kept.
    public static let mostValues = 256

    public struct Row: Sendable, Equatable {
        /// The line that it begins in.
        public let line: Int
        public internal(set) var values: [[UInt8]] = []
        /// False where a quote is not closed, so that the rest of the text stands in the last value, and where values were left out.
        public internal(set) var isWhole = true

        /// Every value is empty.
        public var isBlank: Bool { values.allSatisfy(\.isEmpty) }
    }

    /// `line`: what the first line is counted as.
    public init(_ bytes: ArraySlice<UInt8>, separator: UInt8 = UInt8(ascii: ","), line: Int = 1) {
        self.bytes = bytes
        self.separator = separator
        self.line = line
        position = bytes.startIndex
    }

    /// The comma, semicolon or tab that the first line has most of outside of quotes; the comma where it has none.
    public static func separator(in bytes: ArraySlice<UInt8>) -> UInt8 {
        var (commas, semicolons, tabs, isQuoted) = (0, 0, 0, false)
        for byte in bytes {
            if byte == quote { isQuoted.toggle() }
            guard !isQuoted else { continue }
            switch byte {
            case UInt8(ascii: ","): commas += 1
            case UInt8(ascii: ";"): semicolons += 1
            case UInt8(ascii: "\t"): tabs += 1
            default: break
            }
            if isBreak(byte) { break }
        }
        if commas >= semicolons, commas >= tabs { return UInt8(ascii: ",") }
        return semicolons >= tabs ? UInt8(ascii: ";") : UInt8(ascii: "\t")
    }

    /// The next row; nil at the end.
    public mutating func next() -> Row? {
        while position < bytes.endIndex, Self.isBreak(bytes[position]) { takeBreak() }
        guard position < bytes.endIndex else { return nil }
        var row = Row(line: line)
        repeat {
            let value = bytes[position...].first == Self.quote ? quoted(&row) : plain(from: position)
            if row.values.count < Self.mostValues { row.values.append(value) } else { row.isWhole = false }
        } while takeSeparator()
        takeBreak()
        return row
    }

    private static let quote = UInt8(ascii: "\"")
    private static func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

    /// Up to the separator or the end of the line; a quote in the midst of it is a quote.
    private mutating func plain(from start: Int) -> [UInt8] {
        while position < bytes.endIndex, bytes[position] != separator, !Self.isBreak(bytes[position]) { position += 1 }
        return Array(bytes[start..<position])
    }

    /// The value in quotes; what follows the closing one belongs to it, as most readers have it.
    private mutating func quoted(_ row: inout Row) -> [UInt8] {
        position += 1
        var value: [UInt8] = []
        while position < bytes.endIndex {
            let byte = bytes[position]
            guard byte == Self.quote else {
                value.append(byte)
                if Self.isBreak(byte) { countLine() }
                position += 1
                continue
            }
            position += 1
            guard position < bytes.endIndex, bytes[position] == Self.quote else { return value + plain(from: position) }
            value.append(Self.quote)
            position += 1
        }
        row.isWhole = false
        return value
    }

    private mutating func takeSeparator() -> Bool {
        guard position < bytes.endIndex, bytes[position] == separator else { return false }
        position += 1
        return true
    }

    private mutating func takeBreak() {
        guard position < bytes.endIndex else { return }
        countLine()
        position += 1
    }

    /// At a break: a CR before an LF is counted with it.
    private mutating func countLine() {
        let isPaired = bytes[position] == 13 && position + 1 < bytes.endIndex && bytes[position + 1] == 10
        if !isPaired { line += 1 }
    }
}
