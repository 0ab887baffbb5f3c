internal import Database
internal import Transport

/// What in a database can tell the right key file from another one. One that opens is enough: the others were changed.
struct KeyWitnesses: Sendable {
    /// The data keys by number, and whether they open.
    let dataKeys: [(number: Int64, opens: Bool)]
    /// Whether the known word opens that the key file has sealed; nil when there is none.
    let word: Bool?
    /// Whether those secrets open that the key file itself has sealed, by versions that had no data keys.
    let former: [Bool]

    init(_ ring: Keyring, _ session: any SQLSession) throws {
        dataKeys = try session.rows("SELECT id, wrapped FROM data_keys ORDER BY id").map { row in
            let (number, wrapped): (Int64, [UInt8]) = (try row["id"], try row["wrapped"])
            return (number, ring.unwraps(wrapped, number))
        }
        word = try KeyWord.opens(with: ring, session)
        former = try SealedColumn.all.flatMap { column in
            try column.values(session).filter { SealedValue($0.stored)?.isOfFile == true }.map { row, stored in
                try ring.opens(stored, for: column.place(of: row), session)
            }
        }
    }

    /// Nothing was ever sealed.
    var isEmpty: Bool { dataKeys.isEmpty && word == nil && former.isEmpty }

    var fits: Bool { isEmpty || word == true || dataKeys.contains(where: \.opens) || former.contains(true) }

    /// Can secrets be sealed, and is there a second witness beside a single data key?
    var isComplete: Bool { word == true && dataKeys.last?.opens == true }
}

/// A known word, sealed with the key file: it tells the right one even where no data key opens any more.
enum KeyWord {
    private static let word = Array("chatmirror".utf8)
    private static let place = Array("settings|value|key_check".utf8)

    static func opens(with ring: Keyring, _ session: any SQLSession) throws -> Bool? {
        guard let row = try session.rows("SELECT value FROM settings WHERE name = 'key_check'").first else {
            return nil
        }
        return (try? ring.file.open(row["value"], for: place)) == word
    }

    static func write(sealedWith file: SealingKey, _ session: any SQLSession) throws {
        let sealed = file.seal(word, for: place)
        try session.execute("DELETE FROM settings WHERE name = 'key_check'")
        try session.execute("INSERT INTO settings (name, value) VALUES ('key_check', \(sealed))")
    }
}

extension SealedColumn {
    /// All values there are, with their rows.
    func values(_ session: any SQLSession) throws -> [(row: Int64, stored: [UInt8])] {
        try session.rows("SELECT id, \(column) AS stored FROM \(table) WHERE \(column) IS NOT NULL").map {
            (try $0["id"], try $0["stored"])
        }
    }
}
