/// What a limit counts.
public enum QuotaUnit: String, CaseIterable, Sendable {
    case messages
    /// Messages, each as many as its model weighs.
    case weighted
    case tokens
    /// In the smallest unit of the balance.
    case money
}
