/// Buys the pair that comes after one, once for all who want that at the same time, in whichever process.
public protocol LoginRenewer: Sendable {
    /// The pair that comes after `used`. It is stored when it is returned.
    func renewed(_ used: TokenPair, of account: Account) async -> Result<TokenPair, RenewalFailure>
}

/// Why there is no new pair.
public enum RenewalFailure: Error, Sendable, Equatable {
    /// Somebody must sign in again; the other side's word for why.
    case ended(String)
    /// The other side wants a person; in words for an administrator.
    case challenged(String)
    /// It may go better later; in words for an administrator.
    case unavailable(String)
    /// Whoever asked waits no longer.
    case cancelled

    /// For an administrator; no secret.
    public var words: String {
        switch self {
        case .ended(let code): AccountLogin.ended(code)
        case .challenged(let words), .unavailable(let words): words
        case .cancelled: "cancelled"
        }
    }
}

/// Asks the provider whose an access token is.
public protocol TokenProfiles: Sendable {
    /// Nil where it was not answered.
    func user(by access: Secret, of account: Account) async -> TokenProfile.User?
    func workspaces(by access: Secret, of account: Account) async -> TokenProfile.Workspaces?
}
