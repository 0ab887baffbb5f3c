public import Domain
public import HTTP
internal import JSON
internal import Wire

/// Asks ChatGPT whose an access token is (oai-rt.md §7). Of its answers only names, addresses and plans are kept.
public struct ChatGPTProfiles: TokenProfiles {
    private let client: HTTPClient
    private let baseURL: String

    private static let timeouts = ClientTimeouts(firstByte: .seconds(10), idle: .seconds(10), total: .seconds(20))
    private static let longestAnswer = 256 << 10
    private static let mostWorkspaces = 50

    /// `baseURL` has no trailing slash.
    public init(client: HTTPClient, baseURL: String) {
        self.client = client
        self.baseURL = baseURL
    }

    public func user(by access: Secret, of account: Account) async -> TokenProfile.User? {
        guard let json = await get("/backend-api/me", access, account) else { return nil }
        let (name, email) = (Self.word("name", in: json), Self.word("email", in: json))
        let info: JSONValue = [
            "id": .string(Self.word("id", in: json)), "name": .string(name), "email": .string(email),
        ]
        return TokenProfile.User(name: name.string, email: email.string, info: info.serialized)
    }

    public func workspaces(by access: Secret, of account: Account) async -> TokenProfile.Workspaces? {
        let path = "/backend-api/accounts/check/v4-2023-04-27?timezone_offset_min=0"
        guard let json = await get(path, access, account), let members = json["accounts"]?.members else { return nil }
        var accounts: JSONValue = [:]
        for member in members.prefix(Self.mostWorkspaces) {
            let plan = Self.word("plan_type", in: member.value["account"] ?? .null)
            accounts[member.key] = ["account": ["plan_type": .string(plan)]]
        }
        let plans = (accounts.members ?? []).compactMap { $0.value["account"]?["plan_type"]?.text }
        let plan = plans.first { !$0.isEmpty && $0 != "free" } ?? "free"
        let info: JSONValue = ["accounts": accounts]
        return TokenProfile.Workspaces(plan: plan.string, info: info.serialized)
    }

    private func get(_ path: String, _ access: Secret, _ account: Account) async -> JSONValue? {
        var request = ClientRequest(
            .get, baseURL + path,
            headers: ["Accept": "application/json", "Authorization": Text("Bearer \(access.reveal())")],
            pool: "account \(account.id)", proxy: account.proxy, timeouts: Self.timeouts)
        request.answerLimit = Self.longestAnswer
        let body = try? await client.send(request, after: {}) { response throws(ClientError) -> [UInt8]? in
            guard response.status == 200 else { return nil }
            return try await response.collect(upTo: Self.longestAnswer)
        }
        guard let body = body ?? nil else { return nil }
        let json = try? JSONValue(parsing: body, duplicates: .keepFirst)
        return json?.members == nil ? nil : json
    }

    private static func word(_ name: Text, in json: JSONValue) -> Text {
        guard let text = json[name]?.text, text.byteCount <= 320 else { return "" }
        return text
    }
}
