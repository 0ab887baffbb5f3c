/// What came of an act. `failed`: it was done, and what it was to find out is bad, as with a test.
public enum AuditResult: String, Sendable, CaseIterable { case done, refused, throttled, failed, unknown }
