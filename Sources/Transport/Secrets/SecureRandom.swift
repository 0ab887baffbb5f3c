internal import CSodium

/// Random bytes that nobody can guess.
public enum SecureRandom {
    public static func bytes(_ count: Int) -> [UInt8] {
        Sodium.start()
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            if count > 0 { randombytes_buf(buffer.baseAddress!, count) }
            initialized = count
        }
    }
}

/// libsodium, which wants one call before any other.
enum Sodium {
    private static let isReady: Void = {
        precondition(sodium_init() >= 0, "libsodium cannot start")
    }()

    static func start() { isReady }
}
