/// Which models an upstream offers, or why it does not say.
public enum ModelNames: Sendable {
    case names([String])
    /// The exact cause, for an administrator, without the key.
    case failed(String)
    /// What is sealed of the account cannot be opened: nobody was asked.
    case unreadable(Account)
}
