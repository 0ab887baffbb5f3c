/// What a walk along the chain found.
public enum AuditVerdict: Sendable, Equatable {
    case intact(AuditHead)
    /// The first row that does not fit what stands before it, or is missing.
    case broken(at: Int64)
}
