internal import CSodium

/// Hashes passwords with argon2id, two at a time, on threads of its own. What would wait too long is refused: a flood of
/// logins must not take the machine.
public final class PasswordHasher: Sendable {
    private let threads = [HashingThread(), HashingThread()]
    /// One for each thread.
    let places = HashingPlaces(2)
    private let cost: Cost

    /// Too many are waiting already.
    public struct Busy: Error, Sendable {}

    /// Who wants a hash, the best first: a free thread serves the best lane in which somebody waits. Strangers may come in any
    /// number; the others are few, as each had to prove a password before.
    public enum Lane: Sendable, CaseIterable { case signedIn, knownDevice, stranger }

    /// How dear one hash is.
    struct Cost: Sendable {
        var passes = UInt64(crypto_pwhash_OPSLIMIT_INTERACTIVE)
        var memory = Int(crypto_pwhash_MEMLIMIT_INTERACTIVE)
    }

    public convenience init() { self.init(cost: Cost()) }

    init(cost: Cost) {
        Sodium.start()
        self.cost = cost
    }

    /// A text that holds everything `verify` needs: `$argon2id$…`.
    public func hash(_ password: String, in lane: Lane) async throws(Busy) -> String {
        let cost = cost
        return try await onThread(in: lane) { await $0.hash(password, cost) }
    }

    /// `hash` is nil for a user who does not exist: that takes as long, and is false.
    public func verify(_ password: String, against hash: String?, in lane: Lane) async throws(Busy) -> Bool {
        let candidate = hash ?? foreignHash
        let isRight = try await onThread(in: lane) { await $0.verify(password, candidate) }
        return isRight && hash != nil
    }

    /// Was this hash made at another cost than `hash` has now?
    public func isOutdated(_ hash: String) -> Bool {
        crypto_pwhash_str_needs_rehash(hash, cost.passes, cost.memory) != 0
    }

    /// A well-formed hash of the same cost that nobody knows a password for.
    private var foreignHash: String {
        let (salt, hash) = (String(repeating: "A", count: 22), String(repeating: "A", count: 43))
        return "$argon2id$v=19$m=\(cost.memory / 1024),t=\(cost.passes),p=1$\(salt)$\(hash)"
    }

    private func onThread<Result: Sendable>(
        in lane: Lane, _ work: @Sendable (HashingThread) async -> Result
    ) async throws(Busy) -> Result {
        let place = try await places.enter(lane)
        defer { places.leave(place) }
        return await work(threads[place])
    }
}

/// One thread that hashes passwords, one after another.
private actor HashingThread {
    private let thread = SerialThread()

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func hash(_ password: String, _ cost: PasswordHasher.Cost) -> String {
        let password = Array(password.utf8CString)
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let status = crypto_pwhash_str_alg(
            &text, password, UInt64(password.count - 1), cost.passes, cost.memory, crypto_pwhash_ALG_ARGON2ID13)
        precondition(status == 0, "no memory left to hash a password")
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func verify(_ password: String, _ hash: String) -> Bool {
        let password = Array(password.utf8CString)
        return crypto_pwhash_str_verify(hash, password, UInt64(password.count - 1)) == 0
    }
}
