import Domain
import Storage
import Transport

/// Seals with the key file of the data folder.
struct KeyFileSealer: SecretSealer {
    let key: SealingKey

    /// Makes the key file at the first start.
    init(folder: String) throws { key = try SealingKey(fileAt: Self.path(in: folder)) }

    static func path(in folder: String) -> String { folder + "/key" }

    func seal(_ secret: Secret, for row: String) throws -> [UInt8] {
        key.seal(Array(secret.reveal().utf8), for: Array(row.utf8))
    }

    func open(_ bytes: [UInt8], for row: String) throws -> Secret {
        Secret(String(decoding: try key.open(bytes, for: Array(row.utf8)), as: UTF8.self))
    }
}
