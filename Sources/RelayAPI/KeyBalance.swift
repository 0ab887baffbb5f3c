internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// What a key has spent and may still spend, as pages ask that know nothing but the key (new-api.md §5): New API's own, and OpenAI's of
/// old, which many programs still ask. A key that has expired, or has nothing left, is told so; one that is switched off is not.
struct KeyBalance: Sendable {
    let access: KeyAccess

    static func routes(_ access: KeyAccess) -> [Route] {
        let balance = KeyBalance(access: access)
        return
            ["/api/usage/token", "/api/usage/token/"].map { Route(.get, $0, .anyone, balance.usage) }
            + ["/dashboard/billing", "/v1/dashboard/billing"].flatMap { base in
                [
                    Route(.get, "\(base)/subscription", .anyone, balance.subscription),
                    Route(.get, "\(base)/usage", .anyone, balance.spent),
                ]
            }
    }

    /// `GET /api/usage/token/`
    func usage(_ call: Call) async throws(ChatError) -> Response {
        try await answering(call) { key in
            let models = key.models ?? []
            return [
                "code": true, "message": "ok",
                "data": [
                    "object": "token_usage", "name": .string(Text(key.name)),
                    "total_granted": .integer(key.wallet.shown + key.wallet.spent),
                    "total_used": .integer(key.wallet.spent), "total_available": .integer(key.wallet.shown),
                    "unlimited_quota": .bool(!key.wallet.isLimited),
                    "model_limits": .object(models.map { .init(Text($0), true) }),
                    "model_limits_enabled": .bool(key.models != nil),
                    "expires_at": .integer(key.expiresAt?.seconds ?? 0),
                ],
            ]
        }
    }

    /// `GET /v1/dashboard/billing/subscription`: in USD, all that was ever given; a key without a limit has 100,000,000.
    func subscription(_ call: Call) async throws(ChatError) -> Response {
        try await answering(call) { key in
            let wallet = key.wallet
            let most = wallet.isLimited ? Self.dollars(wallet.shown + wallet.spent) : 100_000_000
            return [
                "object": "billing_subscription", "has_payment_method": true, "soft_limit_usd": .double(most),
                "hard_limit_usd": .double(most), "system_hard_limit_usd": .double(most),
                "access_until": .integer(key.expiresAt?.seconds ?? 0),
            ]
        }
    }

    /// `GET /v1/dashboard/billing/usage`: in cents, since ever, whatever days are asked for.
    func spent(_ call: Call) async throws(ChatError) -> Response {
        try await answering(call) { key in
            ["object": "list", "total_usage": .double(Self.dollars(key.wallet.spent) * 100)]
        }
    }

    private static func dollars(_ units: Int) -> Double { Double(units) / Double(Price.unitsPerDollar) }

    private func answering(_ call: Call, _ tell: (APIKey) -> JSONValue) async throws(ChatError) -> Response {
        await call.answering(in: DialectName.openAIChat.dialect) { () throws(RelayRefusal) in
            .json(tell(try await access.key(of: call)))
        }
    }
}
