/// Whose use a counter counts: what a scope is for one use.
public enum QuotaSubject: Hashable, Sendable {
    case system
    case group(String)
    case account(ID<Account>)
    case member(ID<User>)
    case memberOnAccount(ID<User>, ID<Account>)
    case key(ID<APIKey>)
}
