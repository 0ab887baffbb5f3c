internal import CSodium

/// Hashes passwords with argon2id, at libsodium's INTERACTIVE cost (64 MiB).
public final class PasswordHasher: Sendable {
    public init() {}

    /// Too many hashes wait already.
    public struct Busy: Error, Sendable {}

    /// The hash with its parameters, as text.
    public func hash(_ password: String) async throws(Busy) -> String {
        var output = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let status = crypto_pwhash_str(
            &output, password, UInt64(password.utf8.count), UInt64(crypto_pwhash_OPSLIMIT_INTERACTIVE),
            Int(crypto_pwhash_MEMLIMIT_INTERACTIVE))
        guard status == 0 else { throw Busy() }
        return String(decoding: output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A nil hash (an unknown user) costs the same and is never right.
    public func verify(_ password: String, against hash: String?) async throws(Busy) -> Bool {
        guard let hash else {
            _ = try await self.hash(password)
            return false
        }
        return crypto_pwhash_str_verify(hash, password, UInt64(password.utf8.count)) == 0
    }
}
