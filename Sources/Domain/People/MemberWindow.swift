/// How one limit stands for a member.
public struct MemberWindow: Sendable, Equatable {
    public let usage: WindowUsage
    /// The account that it is about, where the member has several.
    public let account: String?
}
