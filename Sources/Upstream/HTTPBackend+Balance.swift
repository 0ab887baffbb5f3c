public import Domain
internal import JSON

/// What is left of an account's credit (new-api.md §3.2).
extension HTTPBackend {
    public func reading(of account: Account, key: Secret) async throws(UpstreamError) -> AccountReading? {
        guard let kind = account.provider.balanceKind else { return nil }
        let json = try await json(account.balanceURL(kind), as: account, key)
        if case .billing = kind {
            return try await billed(json, account, key)
        }
        guard let balance = json.balance(kind, of: account) else { throw Self.unreadable }
        return AccountReading(balance: balance)
    }

    /// The limit, less what is used of it: of this month where somebody pays by month, else of the last hundred days, as gateways count it.
    private func billed(
        _ subscription: JSONValue, _ account: Account, _ key: Secret
    ) async throws(UpstreamError) -> AccountReading {
        guard let limit = subscription["hard_limit_usd"]?.amount else { throw Self.unreadable }
        let now = Timestamp.machine
        let today = now.iso8601.prefix(10)
        let first =
            subscription["has_payment_method"]?.bool == true
            ? "\(today.prefix(8))01" : String((now + .seconds(-100 * 86_400)).iso8601.prefix(10))
        let usage = try await json(account.billingUsageURL(from: first, to: String(today)), as: account, key)
        guard let cents = usage["total_usage"]?.amount else { throw Self.unreadable }
        let spending = Spending(limit: limit, used: cents / 100)
        return AccountReading(balance: Balance(spending.left, "USD"), spending: spending)
    }

    private func json(_ url: String, as account: Account, _ key: Secret) async throws(UpstreamError) -> JSONValue {
        let body = try await get(url, as: account, key)
        guard let json = try? JSONValue(parsing: body, duplicates: .keepFirst) else { throw Self.unreadable }
        return json
    }

    private static let unreadable = UpstreamError.failed(
        UpstreamFailure(.upstreamBadAnswer, status: 200, detail: "no balance in the answer"))
}

extension JSONValue {
    /// Nil where it is not there.
    fileprivate func balance(_ kind: Provider.BalanceKind, of account: Account) -> Balance? {
        switch kind {
        case .billing: nil
        case .grants(let name): self[Text(name)]?.amount.map { Balance($0, "USD") }
        case .openRouter:
            if let credits = self["data"]?["total_credits"]?.amount, let used = self["data"]?["total_usage"]?.amount {
                Balance(credits - used, "USD")
            } else {
                nil
            }
        case .moonshot: self["data"]?["available_balance"]?.amount.map { Balance($0, account.usualCurrency) }
        case .siliconFlow: self["data"]?["totalBalance"]?.amount.map { Balance($0, account.usualCurrency) }
        case .deepSeek: deepSeekBalance
        }
    }

    /// One for each currency; that in which something is left counts.
    private var deepSeekBalance: Balance? {
        let all = (self["balance_infos"]?.array ?? []).compactMap { info -> Balance? in
            guard let amount = info["total_balance"]?.amount, let currency = info["currency"]?.text,
                currency == "USD" || currency == "CNY"
            else { return nil }
            return Balance(amount, currency.string)
        }
        return all.first { $0.amount > 0 } ?? all.first
    }

    /// A number, or the text of one, as some write it.
    fileprivate var amount: Double? {
        guard let number = double ?? text.flatMap({ Double($0.trimmed.string) }), number.isFinite,
            abs(number) < 1e15
        else { return nil }
        return number
    }
}

extension Account {
    /// These tell no currency: that of their Chinese hosts is not that of others.
    fileprivate var usualCurrency: String {
        let host = baseURL.utf8.split(separator: UInt8(ascii: "/")).dropFirst().first ?? baseURL.utf8[...]
        return host.suffix(3).elementsEqual(".cn".utf8) ? "CNY" : "USD"
    }
}
