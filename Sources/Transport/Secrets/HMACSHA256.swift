internal import CSodium

/// The keyed hash of RFC 2104 over SHA-256. A key may have any length, none included.
public enum HMACSHA256 {
    /// 32 bytes.
    public static func of(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        Sodium.start()
        var state = crypto_auth_hmacsha256_state()
        var code = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        crypto_auth_hmacsha256_final(&state, &code)
        return code
    }

    public static func of(_ message: String, key: String) -> [UInt8] {
        of(Array(message.utf8), key: Array(key.utf8))
    }
}
