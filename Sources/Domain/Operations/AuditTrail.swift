/// Writes down what people did, right after they did it. An act that cannot be written down is not undone by that: it is
/// reported as `lost`.
public struct AuditTrail: Sendable {
    private let log: any AuditLog
    private let clock: any WallClock
    private let mark: @Sendable (Secret) -> String
    private let lost: @Sendable (AuditAction, ChatError) -> Void

    /// `fingerprint` tells secrets apart without telling what they are; `lost` is called with an act that is missing from the log.
    public init(
        _ log: any AuditLog, clock: any WallClock, fingerprint: @escaping @Sendable (Secret) -> String,
        lost: @escaping @Sendable (AuditAction, ChatError) -> Void
    ) {
        self.log = log
        self.clock = clock
        mark = fingerprint
        self.lost = lost
    }

    public func note(
        _ action: AuditAction, by actor: Actor, on object: AuditObject? = nil, _ change: AuditChange = .none,
        result: AuditResult = .done
    ) async {
        let entry = AuditEntry(
            at: clock.now, actor: actor.audited, action: action, object: object, before: change.before,
            after: change.after, result: result)
        do { try await log.append(entry) } catch { lost(action, error) }
    }

    /// The same act, done to many at once.
    public func note(
        _ action: AuditAction, by actor: Actor, on objects: [(object: AuditObject, change: AuditChange)]
    ) async {
        let now = clock.now
        let entries = objects.map { object, change in
            AuditEntry(
                at: now, actor: actor.audited, action: action, object: object, before: change.before,
                after: change.after, result: .done)
        }
        do { try await log.append(entries) } catch { lost(action, error) }
    }

    /// Empty for an empty secret.
    public func fingerprint(of secret: Secret) -> String { secret.isEmpty ? "" : mark(secret) }
}
