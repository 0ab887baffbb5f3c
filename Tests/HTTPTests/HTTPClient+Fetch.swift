import HTTP
import TestKit
import Wire

extension HTTPClient {
    /// A client that may reach `upstreams`, and nothing else that is private.
    static func reaching(_ upstreams: ScriptedUpstream...) -> HTTPClient {
        HTTPClient(.init(userAgent: "chatmirror/test", allowPrivate: Set(upstreams.map(\.host))))
    }

    /// The whole answer, read on the shared loop.
    @discardableResult
    func fetch(_ request: ClientRequest) async throws(ClientError) -> (status: Int, body: String) {
        let result: Result<(Int, String), ClientError> = await TestLoop.run {
            do throws(ClientError) {
                return .success(
                    try await send(request) { response throws(ClientError) in
                        let body = try await response.collect(upTo: .max)
                        return (response.status, String(decoding: body, as: UTF8.self))
                    })
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// How a request fails; nil when it does not.
    func failure(of request: ClientRequest) async -> ClientError? {
        do throws(ClientError) {
            try await fetch(request)
            return nil
        } catch {
            return error
        }
    }
}
