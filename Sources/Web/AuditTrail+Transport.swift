package import Domain
package import Transport

extension AuditTrail {
    /// Secrets get the fingerprint of `key`; an act that is lost is an error in the server's own log.
    package init(_ audit: any AuditLog, clock: any WallClock, key: SealingKey, log: Log) {
        self.init(audit, clock: clock) {
            key.fingerprint(of: Array($0.reveal().utf8))
        } lost: { action, error in
            log.error(
                "an act is missing from the audit log", .init("action", id: action.rawValue), .init("type", type: error)
            )
        }
    }
}
