import Domain
import HTTP
import JSON
import Web
import Wire

/// What models cost, as New API's clients read it (new-api.md §1.2), and the panel with them.
struct Pricing: Sendable {
    let prices: PriceList

    static func routes(_ prices: PriceList) -> [Route] {
        [Route(.get, "/api/pricing", .anyone, Pricing(prices: prices).list)]
    }

    /// `GET /api/pricing`: the rows in `data`, and beside it what clients need to read them. With `PublicPricingEnabled` for strangers, too.
    func list(_ call: Call) async throws(ChatError) -> Response {
        let (rows, groups) = try await prices.list(for: call.visitor.user)
        let names = groups.map(\.name)
        let types = DialectName.endpointTypes.filter { type in rows.contains { $0.endpointTypes.contains(type) } }
        return .json([
            "success": true, "data": .array(rows.map { $0.json(for: names) }), "vendors": [],
            "group_ratio": .object(groups.map { .init(Text($0.name), $0.ratio.json) }),
            "usable_group": .object(names.map { .init(Text($0), .string($0)) }),
            "supported_endpoint": .object(
                types.compactMap { type in Self.call(of: type).map { .init(Text(type), $0) } }),
            "auto_groups": [],
        ])
    }

    private static func call(of type: String) -> JSONValue? {
        let paths = [
            "openai": "/v1/chat/completions", "openai-response": "/v1/responses", "anthropic": "/v1/messages",
            "gemini": "/v1beta/models/{model}:generateContent",
        ]
        return paths[type].map { ["path": .string($0), "method": "POST"] }
    }
}

extension PriceList.Row {
    /// Every format can be asked of every account: where none of New API's words fits, it is OpenAI's.
    fileprivate var endpointTypes: [String] {
        let types = formats.compactMap(\.endpointType)
        return types.isEmpty ? ["openai"] : types
    }

    fileprivate func json(for groups: [String]) -> JSONValue {
        var item: JSONValue = [
            "model_name": .string(model), "quota_type": 0, "model_ratio": 0, "model_price": 0, "owner_by": "",
            "completion_ratio": 0, "enable_groups": .array(groups.map { .string($0) }),
            "supported_endpoint_types": .array(endpointTypes.map { .string($0) }),
            "is_free": .bool(price == nil), "is_completion_fixed": .bool(isCompletionFixed),
        ]
        switch price {
        case nil: break
        case .call(let dollars)?:
            item["quota_type"] = 1
            item["model_price"] = dollars.json
        case .second(let dollars)?:
            // New API has no price for a second: its clients show what is paid for one.
            item["quota_type"] = 1
            item["model_price"] = dollars.json
            item["price_unit"] = "second"
        case .tokens(let price)?:
            item["model_ratio"] = price.model.json
            item["completion_ratio"] = price.completion.json
            item["cache_ratio"] = price.cache.json
        }
        return item
    }
}
