internal import Database
internal import Domain
internal import Synchronization
internal import Transport

/// The data keys that the secrets of a database are sealed with, as one process knows them. It reads those that it meets
/// for the first time.
///
/// Throws `unavailable("secrets")` for what was changed, moved, or sealed with another key.
final class Keyring: Sendable {
    /// The key file's. It seals data keys, and nothing else.
    let file: SealingKey
    /// By number, which means the same key for ever.
    private let known = Mutex<[Int64: SealingKey]>([:])

    static let unavailable = ChatError.unavailable(what: "secrets")

    init(_ file: SealingKey) { self.file = file }

    /// With the newest key, whoever made it.
    func seal(_ secret: Secret, for place: String, _ session: any SQLSession) throws -> [UInt8] {
        let row = try session.rows("SELECT id FROM data_keys ORDER BY id DESC LIMIT 1").first
        guard let row else { throw Self.unavailable }
        let number: Int64 = try row["id"]
        let key = try key(number, session)
        return SealedValue(
            key: number, content: key.seal(Array(secret.reveal().utf8), for: Self.place(place, number))
        ).stored
    }

    func open(_ stored: [UInt8], for place: String, _ session: any SQLSession) throws -> Secret {
        guard let value = SealedValue(stored) else { throw Self.unavailable }
        let (key, place) =
            if let number = value.key {
                (try key(number, session), Self.place(place, number))
            } else {
                (file, Array(place.utf8))
            }
        guard let secret = try? key.open(value.content, for: place) else { throw Self.unavailable }
        return Secret(String(decoding: secret, as: UTF8.self))
    }

    /// Can it be opened? Throws what keeps the database from saying.
    func opens(_ stored: [UInt8], for place: String, _ session: any SQLSession) throws -> Bool {
        do {
            _ = try open(stored, for: place, session)
            return true
        } catch let error as ChatError where error == Self.unavailable {
            return false
        }
    }

    /// The data key of that number as it stands in the database, sealed with a key file.
    static func wrap(_ key: SealingKey, _ number: Int64, with file: SealingKey) -> [UInt8] {
        file.seal(key, for: wrapping(number))
    }

    func unwraps(_ wrapped: [UInt8], _ number: Int64) -> Bool { (try? unwrap(wrapped, number)) != nil }

    func unwrap(_ wrapped: [UInt8], _ number: Int64) throws -> SealingKey {
        guard let key = try? file.openKey(wrapped, for: Self.wrapping(number)) else { throw Self.unavailable }
        return key
    }

    private func key(_ number: Int64, _ session: any SQLSession) throws -> SealingKey {
        if let key = known.withLock({ $0[number] }) { return key }
        let row = try session.rows("SELECT wrapped FROM data_keys WHERE id = \(number)").first
        guard let row else { throw Self.unavailable }
        let key = try unwrap(row["wrapped"], number)
        known.withLock { $0[number] = key }
        return key
    }

    private static func wrapping(_ number: Int64) -> [UInt8] { Array("data_keys|wrapped|\(number)".utf8) }

    private static func place(_ place: String, _ number: Int64) -> [UInt8] { Array("\(place)|\(number)".utf8) }
}
