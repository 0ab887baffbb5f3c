internal import Database
internal import Domain
internal import JSON
internal import Transport
internal import Wire

/// A key that the contents of one row are sealed with, and that stands beside them, sealed with the data key: a rotation seals keys anew
/// and no contents.
struct ContentKey: Sendable {
    private let key: SealingKey

    /// Makes one, and puts it into the row.
    init(_ column: SealedColumn, of row: Int64, with ring: Keyring, _ session: any SQLSession) throws {
        let bytes = SealingKey.randomBytes()
        guard let key = SealingKey(exactly: bytes) else { throw Keyring.unavailable }
        self.key = key
        let sealed = try ring.seal(Secret(Base64URL.encode(bytes)), for: column.place(of: row), session)
        try session.executeOnOne(
            "UPDATE \(column.table) SET \(column.column) = \(sealed) WHERE id = \(row)")
    }

    /// The one that stands in the row.
    init(
        opening stored: [UInt8], _ column: SealedColumn, of row: Int64, with ring: Keyring, _ session: any SQLSession
    ) throws {
        let secret = try ring.open(stored, for: column.place(of: row), session)
        guard let key = SealingKey(exactly: Base64URL.decode(Text(secret.reveal())) ?? []) else {
            throw Keyring.unavailable
        }
        self.key = key
    }

    func seal(_ content: [UInt8], for place: String) -> [UInt8] { key.seal(content, for: Array(place.utf8)) }

    func open(_ sealed: [UInt8], for place: String) throws -> [UInt8] {
        guard let content = try? key.open(sealed, for: Array(place.utf8)) else { throw Keyring.unavailable }
        return content
    }
}
