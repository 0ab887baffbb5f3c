public import Domain
public import Storage

/// A sealer without cryptography: the name of the row stands before the secret, and a wrong row is refused.
public struct ManualSealer: SecretSealer {
    private let password: UInt8

    /// What one password sealed, another does not open.
    public init(password: UInt8 = 0x5A) { self.password = password }

    public struct Refusal: Error {}

    public func seal(_ secret: Secret, for row: String) throws -> [UInt8] {
        "\(row)\n\(secret.reveal())".utf8.map { $0 ^ password }
    }

    public func open(_ bytes: [UInt8], for row: String) throws -> Secret {
        let text = String(decoding: bytes.map { $0 ^ password }, as: UTF8.self)
        guard text.hasPrefix(row + "\n") else { throw Refusal() }
        return Secret(String(text.dropFirst(row.count + 1)))
    }
}
