internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Wire

/// Where the cookie of a session buys the next access token: the address that ChatGPT's own page asks, and nothing else of that page.
extension TokenEndpoint {
    func renewSession(_ pair: TokenPair, of account: Account, at now: Timestamp) async -> Answer {
        let named = account.options.login.tokenURL
        var request = ClientRequest(
            .get, named.isEmpty ? account.webSessionURL : named,
            headers: ["Accept": "application/json", "Cookie": ChatGPTWeb.cookies(of: pair.session)],
            pool: "account \(account.id)", proxy: account.proxy, timeouts: Self.timeouts)
        request.answerLimit = Self.longestAnswer
        do throws(ClientError) {
            return try await client.send(request, after: {}) { response throws(ClientError) in
                if response.headers["cf-mitigated"] != nil {
                    return .challenged(ChatGPTWeb.wantsBrowser + " (cf-mitigated)")
                }
                let body = try await response.collect(upTo: Self.longestAnswer)
                let answer = ChatGPTWeb.sessionAnswer(
                    response.status, body, response.headers.all("set-cookie"), to: pair, at: now)
                return switch answer {
                case .renewed(let next): .renewed(next)
                case .ended: .refused("session_ended")
                case .challenged(let words): .challenged(words)
                case .failed(let words): .failed(words)
                }
            }
        } catch {
            return .failed(Self.words(for: error))
        }
    }
}
