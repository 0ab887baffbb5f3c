extension Account {
    /// Where an account tells what is left of its credit: on the host that its key was entered for. `used` is where it says how much of a
    /// limit is used, from one day to another.
    public func balanceURL(_ kind: Provider.BalanceKind) -> String {
        switch kind {
        case .billing: Self.url("dashboard/billing/subscription", at: baseURL)
        case .grants: bareURL("dashboard/billing/credit_grants")
        case .openRouter: Self.url("credits", at: baseURL)
        case .moonshot: Self.url("users/me/balance", at: baseURL)
        case .siliconFlow: Self.url("user/info", at: baseURL)
        case .deepSeek: bareURL("user/balance")
        }
    }

    public func billingUsageURL(from first: String, to last: String) -> String {
        Self.url("dashboard/billing/usage", at: baseURL) + "?start_date=\(first)&end_date=\(last)"
    }

    /// Without a version of the interface.
    private func bareURL(_ path: String) -> String {
        var base = Self.storedBaseURL(baseURL)
        while base.utf8.last == UInt8(ascii: "/") { base.removeLast() }
        return "\(base)/\(path)"
    }
}
