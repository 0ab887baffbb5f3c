internal import CSodium

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// 32 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(crypto_hash_sha256_BYTES)) { buffer, initialized in
            crypto_hash_sha256(buffer.baseAddress!, bytes, UInt64(bytes.count))
            initialized = Int(crypto_hash_sha256_BYTES)
        }
    }
}
