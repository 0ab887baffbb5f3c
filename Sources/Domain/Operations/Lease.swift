/// Work that one process does for all, whichever of them has its lease: each has a name of its own.
public enum Lease: String, Sendable, CaseIterable {
    /// Asking accounts whose rest is over.
    case accountProbes = "account_probes"
    /// Renewing the logins of accounts before they end.
    case loginRenewals = "login_renewals"
    /// Refreshing the refresh tokens that other programs use.
    case refreshTokens = "refresh_tokens"
    /// Reading what is left of accounts that nobody asks.
    case accountReadings = "account_readings"
    /// Settling places in Redis whose end was lost.
    case lostReservations = "lost_reservations"
    /// Deleting rows that have expired.
    case expiredRows = "expired_rows"
    /// Making conversations from before there was a search ready to be found.
    case foldedConversations = "folded_conversations"
    /// Removing the contents of files that nobody has any more.
    case deletedFiles = "deleted_files"
    /// Putting what has ended into the sums of the hours.
    case usageSums = "usage_sums"
    /// Looking for what is not as it should be.
    case alerts
    /// Bringing what is told of it to where the channels lead.
    case alertDeliveries = "alert_deliveries"
}
