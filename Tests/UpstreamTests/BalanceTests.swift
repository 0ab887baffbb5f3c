import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// What is left of an account's credit, as each kind of upstream tells it.
@Suite(.timeLimit(.minutes(5))) struct BalanceTests {
    private func read(
        _ type: Int, _ script: @escaping @Sendable (RecordedRequest) -> [ScriptedUpstream.Step]
    ) async throws -> (Result<AccountReading?, UpstreamError>, [RecordedRequest]) {
        try await ScriptedUpstream.serving(script) { upstream in
            let backend = HTTPBackend(client: HTTPClient(.init(allowPrivate: [upstream.host])))
            let account = Account(
                id: ID(1), name: "a", provider: try #require(Provider(rawValue: type)), baseURL: upstream.baseURL,
                models: ["m"], createdAt: Timestamp(seconds: 0))
            let result = await TestLoop.run { () async -> Result<AccountReading?, UpstreamError> in
                do throws(UpstreamError) {
                    return .success(try await backend.reading(of: account, key: Secret("sk-canary-1")))
                } catch {
                    return .failure(error)
                }
            }
            return (result, upstream.requests)
        }
    }

    @Test(arguments: [
        (
            43, "/user/balance",
            #"{"balance_infos":[{"currency":"CNY","total_balance":"0.00"},{"currency":"USD","total_balance":"3.5"}]}"#,
            Balance(3.5, "USD")
        ),
        (40, "/v1/user/info", #"{"data":{"totalBalance":"88.10"}}"#, Balance(88.1, "USD")),
        (20, "/v1/credits", #"{"data":{"total_credits":10,"total_usage":12.5}}"#, Balance(-2.5, "USD")),
        (25, "/v1/users/me/balance", #"{"data":{"available_balance":49.58894}}"#, Balance(49.58894, "USD")),
        (12, "/dashboard/billing/credit_grants", #"{"total_remaining":7}"#, Balance(7, "USD")),
        (13, "/dashboard/billing/credit_grants", #"{"total_available":"6"}"#, Balance(6, "USD")),
    ])
    func `each kind tells it in its own way, for the key alone`(
        type: Int, path: String, body: String, balance: Balance
    ) async throws {
        let (result, requests) = try await read(type) { _ in [.answer(200, ["Content-Type": "application/json"], body)]
        }
        #expect(try result.get()?.balance == balance)
        #expect(requests.map(\.target) == [path] && requests.allSatisfy { $0.method == "GET" && $0.body.isEmpty })
        #expect(requests.first?.headers["authorization"] == "Bearer sk-canary-1")
    }

    @Test(arguments: [1, 8])
    func `a limit less what is used of it is what is left`(type: Int) async throws {
        let (result, requests) = try await read(type) { request in
            request.target == "/v1/dashboard/billing/subscription"
                ? .json(200, ["hard_limit_usd": 20, "has_payment_method": true]) : .json(200, ["total_usage": 525])
        }
        #expect(try result.get()?.balance == Balance(14.75, "USD"))
        let usage = try #require(requests.last?.target.split(separator: "?"))
        #expect(requests.count == 2 && usage[0] == "/v1/dashboard/billing/usage")
        #expect(usage[1].contains("start_date=") && usage[1].contains("-01&end_date="))
    }

    @Test(arguments: [
        "", "<html>", "[]", "{}", "null", #"{"balance_infos":{}}"#,
        #"{"balance_infos":[{"currency":"CNY","total_balance":"1e999"}]}"#,
        #"{"balance_infos":[{"currency":"<b>","total_balance":1}]}"#,
        #"{"balance_infos":[{"currency":"USD","total_balance":"NaN"}]}"#,
    ])
    func `what is no balance is none`(body: String) async throws {
        let (result, _) = try await read(43) { _ in [.answer(200, [:], body)] }
        #expect(throws: UpstreamError.self) { try result.get() }
    }

    @Test func `a refusal says why, without the key`() async throws {
        let (result, _) = try await read(43) { _ in
            .json(401, ["error": ["message": "bad key sk-canary-1", "type": "auth"]])
        }
        guard case .failure(.failed(let failure)) = result else {
            Issue.record("no failure")
            return
        }
        #expect(failure.status == 401 && !failure.words.contains("canary"))
    }

    @Test(arguments: [14, 24, 10, 48])
    func `kinds that do not tell are not asked`(type: Int) async throws {
        let (result, requests) = try await read(type) { _ in .json(200, [:]) }
        #expect(try result.get() == nil && requests.isEmpty)
    }
}
