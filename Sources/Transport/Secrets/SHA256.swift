internal import CSodium

<<<<<<< HEAD
/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// 32 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(crypto_hash_sha256_BYTES)) { buffer, initialized in
            crypto_hash_sha256(buffer.baseAddress!, bytes, UInt64(bytes.count))
            initialized = Int(crypto_hash_sha256_BYTES)
        }
    }
=======
/// The hash function of that name (FIPS 180-4).
public enum SHA256 {
    /// 32 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        Sodium.start()
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
        return hash
    }

    public static func hash(_ text: String) -> [UInt8] { hash(Array(text.utf8)) }
}

/// Comparison that takes the same time wherever two secrets differ. Their length is not hidden.
public func isEqualInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && sodium_memcmp(left, right, left.count) == 0
>>>>>>> b4e2002fe3a3f4fd334c6ea506f5041ed8c3a530
}
