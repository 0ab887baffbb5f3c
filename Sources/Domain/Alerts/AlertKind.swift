/// What an alert can be about. There is one rule for each.
public enum AlertKind: String, Sendable, CaseIterable {
    /// An account answers nobody, and its login is not the reason.
    case accountDead = "account_dead"
    /// Somebody must sign in to an account, or enter its key anew.
    case needsLogin = "needs_login"
    /// Fewer accounts than so many work.
    case fewHealthy = "few_healthy"
    /// More requests than so many in a hundred failed within some minutes.
    case errorRate = "error_rate"
    /// Logins cannot be renewed.
    case refreshFailing = "refresh_failing"
    /// A login ends soon that is not renewed by itself.
    case tokenExpiring = "token_expiring"
    /// A member has used most of what they may.
    case memberNearLimit = "member_near_limit"
    /// The disk of the data folder is nearly full.
    case disk
    /// The database or Redis does not answer.
    case storeGone = "store_gone"
    /// Many sign-ins were refused within some minutes.
    case signInsAttacked = "sign_ins_attacked"

    /// What a rule of this kind counts; nil where it counts nothing.
    public var unit: Unit? {
        switch self {
        case .accountDead: .minutes
        case .fewHealthy: .accounts
        case .errorRate, .memberNearLimit, .disk: .percent
        case .tokenExpiring: .hours
        case .storeGone: .seconds
        case .signInsAttacked: .attempts
        case .needsLogin, .refreshFailing: nil
        }
    }

    public enum Unit: String, Sendable { case minutes, accounts, percent, hours, seconds, attempts }

    /// What a threshold may be, in its unit.
    public var range: ClosedRange<Int> {
        switch self {
        case .accountDead: 0...1440
        case .fewHealthy: 1...1000
        case .errorRate: 1...100
        case .memberNearLimit: 50...100
        case .disk: 1...50
        case .tokenExpiring: 1...720
        case .storeGone: 5...600
        case .signInsAttacked: 5...10_000
        case .needsLogin, .refreshFailing: 0...0
        }
    }

    /// Whether it is about one account, so that many at once have one cause.
    var isOfAccount: Bool { self == .accountDead || self == .needsLogin }
}
