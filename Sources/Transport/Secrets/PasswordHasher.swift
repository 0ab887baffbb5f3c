internal import CSodium
import Synchronization

/// Hashes passwords with argon2id, two at a time, on threads of its own. What would wait too long is refused: a flood of
/// logins must not take the machine.
public final class PasswordHasher: Sendable {
    private let threads = [HashingThread(), HashingThread()]
    /// How many are waiting or at work, for each thread.
    private let loads = Mutex([0, 0])
    private let cost: Cost
    private static let queueLimit = 20

    /// Too many are waiting already.
    public struct Busy: Error, Sendable {}

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
    public func hash(_ password: String) async throws(Busy) -> String {
        let cost = cost
        return try await onFreestThread { await $0.hash(password, cost) }
    }

    /// `hash` is nil for a user who does not exist: that takes as long, and is false.
    public func verify(_ password: String, against hash: String?) async throws(Busy) -> Bool {
        let candidate = hash ?? foreignHash
        let isRight = try await onFreestThread { await $0.verify(password, candidate) }
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

    private func onFreestThread<Result: Sendable>(
        _ work: @Sendable (HashingThread) async -> Result
    ) async throws(Busy) -> Result {
        let chosen = loads.withLock { loads -> Int? in
            guard loads.reduce(0, +) < threads.count + Self.queueLimit else { return nil }
            let index = loads[0] <= loads[1] ? 0 : 1
            loads[index] += 1
            return index
        }
        guard let chosen else { throw Busy() }
        defer { loads.withLock { $0[chosen] -= 1 } }
        return await work(threads[chosen])
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
