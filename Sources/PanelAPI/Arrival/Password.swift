import Domain
import Transport
import Web
import Wire

/// What a password may be.
enum Password {
    /// In code points, as the page counts them.
    static let length = 8...128
    /// 128 characters of the longest kind that people type.
    static let mostBytes = 2048
}

extension Fields {
    /// A new password for `username`; nil when absent or blank.
    func password(for username: String) throws(ChatError) -> String? {
        guard let password = try string("password", upTo: Password.mostBytes), !password.isEmpty else { return nil }
        guard Password.length.contains(password.unicodeScalars.count) else {
            throw .invalid(field: "password", .length(8...128))
        }
        guard password.lowercased() != username.lowercased() else {
            throw .invalid(field: "password", .isUserName)
        }
        return password
    }

    func requiredPassword(for username: String) throws(ChatError) -> String {
        guard let password = try password(for: username) else {
            throw .invalid(field: "password", .missing)
        }
        return password
    }
}

extension PasswordHasher {
    /// As `hash`, for one who is signed in or holds the token of set-up; too many at once is `throttled`.
    func hashing(_ password: String) async throws(ChatError) -> String {
        do { return try await hash(password, in: .signedIn) } catch { throw .throttled(retryAfter: 2) }
    }

    func verifying(_ password: String, against hash: String?, in lane: Lane) async throws(ChatError) -> Bool {
        do { return try await verify(password, against: hash, in: lane) } catch { throw .throttled(retryAfter: 2) }
    }
}
