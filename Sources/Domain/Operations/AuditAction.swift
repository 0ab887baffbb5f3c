/// The acts that are remembered.
public enum AuditAction: String, Sendable, CaseIterable {
    case login
    case logout
    case logoutEverywhere = "logout.everywhere"
    case setUp = "setup"
    case passwordChanged = "password.changed"
    case passwordConfirmed = "password.confirmed"
    case linkIssued = "link.issued"
    case linkRevoked = "link.revoked"
    case linkUsed = "link.used"
    case memberCreated = "member.created"
    case memberChanged = "member.changed"
    case memberEnabled = "member.enabled"
    case memberDisabled = "member.disabled"
    case memberPromoted = "member.promoted"
    case memberDemoted = "member.demoted"
    case memberDeleted = "member.deleted"
    case accountCreated = "account.created"
    case accountCopied = "account.copied"
    case accountChanged = "account.changed"
    case accountDeleted = "account.deleted"
    case accountTested = "account.tested"
    case accountsTested = "accounts.tested"
    case accountRetried = "account.retried"
    case accountsExported = "accounts.exported"
    case bindingCreated = "binding.created"
    case bindingDeleted = "binding.deleted"
    case packageCreated = "package.created"
    case packageChanged = "package.changed"
    case packageDeleted = "package.deleted"
    case keyCreated = "key.created"
    case keyChanged = "key.changed"
    case keyDeleted = "key.deleted"
    case settingChanged = "setting.changed"
    case usageExported = "usage.exported"
    /// Somebody tried what he has no right to.
    case accessRefused = "access.refused"
    case auditExported = "audit.exported"
    case keysRotated = "keys.rotated"
    case keyFileChanged = "keys.rekeyed"
    /// Read where a row does not say what this version could have written.
    case unknown
}
