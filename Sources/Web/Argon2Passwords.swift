public import Domain
public import Transport

/// Passwords hashed by argon2id on threads of their own.
public struct Argon2Passwords: Passwords {
    private let hasher: PasswordHasher

    public init(_ hasher: PasswordHasher = PasswordHasher()) { self.hasher = hasher }

    public func hash(_ password: String, in lane: PasswordLane) async throws(ChatError) -> String {
        do { return try await hasher.hash(password, in: lane.ofHasher) } catch { throw Self.busy }
    }

    public func verify(
        _ password: String, against hash: String?, in lane: PasswordLane
    ) async throws(ChatError) -> Bool {
        do { return try await hasher.verify(password, against: hash, in: lane.ofHasher) } catch { throw Self.busy }
    }

    public func isOutdated(_ hash: String) -> Bool { hasher.isOutdated(hash) }

    /// A hash takes a tenth of a second: those that wait are soon done.
    private static let busy = ChatError.throttled(retryAfter: 2)
}

extension PasswordLane {
    fileprivate var ofHasher: PasswordHasher.Lane {
        switch self {
        case .signedIn: .signedIn
        case .knownDevice: .knownDevice
        case .stranger: .stranger
        }
    }
}
