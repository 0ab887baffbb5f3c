import Domain

/// Who asks in the storm, and under which limits: twelve counters for each, of every scope.
struct StormPlan {
    /// How many places are to be taken in all.
    let size: Int

    static let scopes = QuotaScope.allCases

    /// Six share two accounts and have less than they ask for; two have an account with more than there are asks.
    static let people = (1...8).map { Int64($0) }

    static func hasPlenty(_ person: Int64) -> Bool { person > 6 }

    static func use(of person: Int64) -> QuotaUse {
        let account = hasPlenty(person) ? 3 : 1 + person % 2
        // Two share a group, and not an account.
        let group = hasPlenty(person) ? "plenty" : "g\((person - 1) / 2)"
        return QuotaUse(by: Payer(ID(person), by: ID(person)), in: group, on: ID(account), for: "m")
    }

    /// The most that may be kept of a scope on one day.
    static func most(_ scope: QuotaScope, _ person: Int64) -> Int {
        if hasPlenty(person) { return 1_000_000 }
        return switch scope {
        case .global: 1000
        case .group: 70
        case .account: 100
        case .member: 40
        case .memberOnAccount: 41
        case .key: 42
        }
    }

    static func limits(_ person: Int64) -> [Limit] {
        let days = scopes.map { Limit(most($0, person), per: .day, of: $0) }
        let hours = scopes.map { Limit(most($0, person) + 1, per: .hour, of: $0) }
        return days + hours
    }

    /// Of so many places one is kept; the others are given back, a third of them more than once.
    var keptOneOf: Int { max(10, size / 400) }
}
