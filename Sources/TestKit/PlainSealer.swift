import Domain
import Storage

/// Seals nothing, but still opens only in the row that a value was sealed for.
struct PlainSealer: SecretSealer {
    struct Moved: Error {}

    func seal(_ secret: Secret, for row: String) throws -> [UInt8] { Array("\(row)=\(secret.reveal())".utf8) }

    func open(_ bytes: [UInt8], for row: String) throws -> Secret {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("\(row)=") else { throw Moved() }
        return Secret(String(text.dropFirst(row.utf8.count + 1)))
    }
}
