/// What a limit counts.
public enum QuotaUnit: String, CaseIterable, Sendable {
    case messages
    /// Messages, each as many as its model weighs.
    case weighted
    case tokens
    /// In units of which `Price.unitsPerDollar` are one USD.
    case money
}
