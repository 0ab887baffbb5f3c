internal import CSodium
internal import Wire

/// A key that secrets are sealed with at rest (XChaCha20-Poly1305): the one in the key file, or a data key.
public struct SealingKey: Sendable, CustomStringConvertible, CustomReflectable {
    static let size = Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
    private static let nonceSize = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    private static let tagSize = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)
    private static let version = Array("v1".utf8)

    private let bytes: [UInt8]

    /// It was sealed with another key or for another place, or has been changed.
    public struct NotSealedHere: Error, Sendable {}

    /// `bytes` are `size` in number.
    init(bytes: [UInt8]) {
        precondition(bytes.count == Self.size)
        Sodium.start()
        self.bytes = bytes
    }

    /// A key that is kept somewhere, itself sealed. Nil for bytes that are none.
    public init?(exactly bytes: [UInt8]) {
        guard bytes.count == Self.size else { return nil }
        self.init(bytes: bytes)
    }

    /// The bytes of a new one.
    public static func randomBytes() -> [UInt8] { SecureRandom.bytes(size) }

    /// A key that lives as long as the process.
    public static func random() -> SealingKey { SealingKey(bytes: SecureRandom.bytes(size)) }

    /// `v1`, a nonce, and the ciphertext with its tag. `place` (such as table, column and row) is not in it, but `open` wants
    /// the same: a sealed value moved elsewhere does not open.
    public func seal(_ secret: [UInt8], for place: [UInt8]) -> [UInt8] {
        let nonce = SecureRandom.bytes(Self.nonceSize)
        var sealed = [UInt8](repeating: 0, count: secret.count + Self.tagSize)
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed, nil, secret, UInt64(secret.count), place, UInt64(place.count), nil, nonce, bytes)
        return Self.version + nonce + sealed
    }

    public func open(_ sealed: [UInt8], for place: [UInt8]) throws(NotSealedHere) -> [UInt8] {
        let start = Self.version.count + Self.nonceSize
        guard sealed.count >= start + Self.tagSize, sealed.starts(with: Self.version) else { throw NotSealedHere() }
        let nonce = Array(sealed[Self.version.count..<start])
        let ciphertext = Array(sealed[start...])
        var secret = [UInt8](repeating: 0, count: ciphertext.count - Self.tagSize)
        let status = crypto_aead_xchacha20poly1305_ietf_decrypt(
            &secret, nil, nil, ciphertext, UInt64(ciphertext.count), place, UInt64(place.count), nonce, bytes)
        guard status == 0 else { throw NotSealedHere() }
        return secret
    }

    /// As a secret of its own; `openKey` makes it a key again.
    public func seal(_ key: SealingKey, for place: [UInt8]) -> [UInt8] { seal(key.bytes, for: place) }

    public func openKey(_ sealed: [UInt8], for place: [UInt8]) throws(NotSealedHere) -> SealingKey {
        let bytes = try open(sealed, for: place)
        guard bytes.count == Self.size else { throw NotSealedHere() }
        return SealingKey(bytes: bytes)
    }

    /// 16 hexadecimal digits that tell whether two secrets are the same, and to nobody without the key anything else (keyed
    /// BLAKE2b).
    public func fingerprint(of secret: [UInt8]) -> String {
        var hash = [UInt8](repeating: 0, count: Int(crypto_generichash_BYTES))
        let message = Array("fingerprint|".utf8) + secret
        crypto_generichash(&hash, hash.count, message, UInt64(message.count), bytes, bytes.count)
        return Hexadecimal.encode(hash.prefix(8))
    }

    /// 32 bytes that only who has the key can know, others for each place (keyed BLAKE2b).
    public func derived(for place: String) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: Int(crypto_generichash_BYTES))
        let message = Array("derived|\(place)".utf8)
        crypto_generichash(&hash, hash.count, message, UInt64(message.count), bytes, bytes.count)
        return hash
    }

    public var description: String { "SealingKey" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
