internal import CMariaDB

/// Where libmariadb puts the columns of the row it has fetched: integers themselves, of all others the length.
final class MySQLCells {
    let binds: UnsafeMutablePointer<MYSQL_BIND>
    private let cells: UnsafeMutablePointer<Cell>
    private let columns: Columns
    private let kinds: [Kind]

    private enum Kind { case integer, text, blob }

    private struct Cell {
        var integer: Int64 = 0
        var length: UInt = 0
        var isNull: my_bool = 0
        var isTruncated: my_bool = 0
    }

    init(_ fields: UnsafeBufferPointer<MYSQL_FIELD>) {
        columns = Columns(fields.map { String(cString: $0.name) })
        kinds = fields.map(Self.kind)
        cells = .allocate(capacity: fields.count)
        cells.initialize(repeating: Cell(), count: fields.count)
        binds = .allocate(capacity: fields.count)
        binds.initialize(repeating: MYSQL_BIND(), count: fields.count)
        for index in fields.indices { bind(index) }
    }

    deinit {
        binds.deallocate()
        cells.deallocate()
    }

    /// Whether the result has columns of the same kinds; their names come from the statement's text.
    func fit(_ fields: UnsafeBufferPointer<MYSQL_FIELD>) -> Bool { kinds == fields.map(Self.kind) }

    func row(of statement: UnsafeMutablePointer<MYSQL_STMT>) -> Row {
        Row(columns, kinds.indices.map { value($0, of: statement) })
    }

    private func bind(_ index: Int) {
        let cell = UnsafeMutableRawPointer(cells + index)
        binds[index].buffer = cell
        binds[index].length = cell.advanced(by: MemoryLayout<Cell>.offset(of: \.length)!).assumingMemoryBound(
            to: UInt.self)
        binds[index].is_null = cell.advanced(by: MemoryLayout<Cell>.offset(of: \.isNull)!)
            .assumingMemoryBound(to: my_bool.self)
        binds[index].error = cell.advanced(by: MemoryLayout<Cell>.offset(of: \.isTruncated)!)
            .assumingMemoryBound(to: my_bool.self)
        binds[index].buffer_type = Self.type(kinds[index])
        binds[index].buffer_length = kinds[index] == .integer ? 8 : 0
    }

    private func value(_ index: Int, of statement: UnsafeMutablePointer<MYSQL_STMT>) -> SQLValue {
        let cell = cells[index]
        guard cell.isNull == 0 else { return .null }
        let length = Int(cell.length)
        switch kinds[index] {
        case .integer:
            return .integer(cell.integer)
        case .text:
            return .text(
                String(unsafeUninitializedCapacity: length) { bytes in
                    fetch(index, of: statement, into: UnsafeMutableRawBufferPointer(bytes), length)
                })
        case .blob:
            return .blob(
                [UInt8](unsafeUninitializedCapacity: length) { bytes, count in
                    count = fetch(index, of: statement, into: UnsafeMutableRawBufferPointer(bytes), length)
                })
        }
    }

    private func fetch(
        _ index: Int, of statement: UnsafeMutablePointer<MYSQL_STMT>, into bytes: UnsafeMutableRawBufferPointer,
        _ length: Int
    ) -> Int {
        guard length > 0 else { return 0 }
        var bind = MYSQL_BIND()
        bind.buffer_type = Self.type(kinds[index])
        bind.buffer = bytes.baseAddress
        bind.buffer_length = UInt(length)
        // Copies from the row in memory, and cannot fail: the row was read wholly.
        mysql_stmt_fetch_column(statement, &bind, UInt32(index), 0)
        return length
    }

    private static func type(_ kind: Kind) -> enum_field_types {
        switch kind {
        case .integer: MYSQL_TYPE_LONGLONG
        case .text: MYSQL_TYPE_STRING
        case .blob: MYSQL_TYPE_BLOB
        }
    }

    private static func kind(_ field: MYSQL_FIELD) -> Kind {
        switch field.type {
        case MYSQL_TYPE_TINY, MYSQL_TYPE_SHORT, MYSQL_TYPE_LONG, MYSQL_TYPE_LONGLONG, MYSQL_TYPE_INT24: return .integer
        case MYSQL_TYPE_TINY_BLOB, MYSQL_TYPE_MEDIUM_BLOB, MYSQL_TYPE_LONG_BLOB, MYSQL_TYPE_BLOB, MYSQL_TYPE_VAR_STRING,
            MYSQL_TYPE_STRING, MYSQL_TYPE_VARCHAR:
            // The number of the character set "binary".
            return field.charsetnr == 63 ? .blob : .text
        default: return .text
        }
    }
}
