import Domain
import HTTP
import JSON
import Web

extension Channels {
    /// `GET /api/channel/providers` → `items[].{type,name,base_url,formats}`: the kinds of upstream that an account may have. `name` is in the
    /// caller's language; `base_url` is what an account without one gets, empty where each has its own; `formats` are New API's words, best
    /// first.
    func providers(_ call: Call) async throws(ChatError) -> Response {
        let items = Provider.all.filter(\.isSupported).map { provider -> JSONValue in
            [
                "type": .integer(provider.rawValue),
                "name": .string(call.language == .chinese ? provider.chineseName : provider.name),
                "base_url": .string(provider.baseURL),
                "formats": .array(provider.dialects.map { .string($0.endpointType ?? $0.rawValue) }),
            ]
        }
        return .envelope(["items": .array(items)])
    }
}
