internal import CMariaDB

/// Values as libmariadb takes them, for one execution.
struct MySQLParameters: ~Copyable {
    let binds: UnsafeMutablePointer<MYSQL_BIND>
    let count: Int
    /// The lengths, then the bytes of every value.
    private let storage: UnsafeMutableRawPointer

    init(_ values: [SQLValue]) {
        count = values.count
        binds = .allocate(capacity: max(count, 1))
        binds.initialize(repeating: MYSQL_BIND(), count: max(count, 1))
        let lengths = values.map(Self.byteCount)
        // Every value on a multiple of eight, and at least one byte, so that no pointer is null.
        let places = lengths.map { ($0 + 8) & ~7 }
        storage = .allocate(byteCount: 8 * (count + 1) + places.reduce(0, +), alignment: 8)
        var place = 8 * (count + 1)
        for (index, value) in values.enumerated() {
            let length = storage.advanced(by: 8 * index).initializeMemory(as: UInt.self, to: UInt(lengths[index]))
            Self.copy(value, to: storage.advanced(by: place))
            binds[index].buffer_type = Self.type(of: value)
            binds[index].buffer = storage.advanced(by: place)
            binds[index].buffer_length = UInt(lengths[index])
            binds[index].length = length
            place += places[index]
        }
    }

    deinit {
        binds.deallocate()
        storage.deallocate()
    }

    private static func byteCount(_ value: SQLValue) -> Int {
        switch value {
        case .null, .integer: 8
        case .text(let text): text.utf8.count
        case .blob(let bytes): bytes.count
        }
    }

    private static func type(of value: SQLValue) -> enum_field_types {
        switch value {
        case .null: MYSQL_TYPE_NULL
        case .integer: MYSQL_TYPE_LONGLONG
        case .text: MYSQL_TYPE_STRING
        case .blob: MYSQL_TYPE_BLOB
        }
    }

    private static func copy(_ value: SQLValue, to place: UnsafeMutableRawPointer) {
        switch value {
        case .null: break
        case .integer(let number): place.storeBytes(of: number, as: Int64.self)
        case .text(var text):
            text.withUTF8 { if let start = $0.baseAddress { place.copyMemory(from: start, byteCount: $0.count) } }
        case .blob(let bytes):
            bytes.withUnsafeBytes {
                if let start = $0.baseAddress { place.copyMemory(from: start, byteCount: $0.count) }
            }
        }
    }
}
