internal import Dialects
public import Domain
internal import HTTP
internal import JSON
internal import Wire

extension HTTPBackend {
    public func open(
        _ call: RealtimeCall, as account: Account, key: Secret, _ body: (any RealtimeLine) async -> RealtimeEnd
    ) async throws(UpstreamError) -> RealtimeEnd {
        let redaction = Redaction(key: key, prompt: Prompt(model: call.model, messages: []), host: account.baseURL)
        let result: Result<RealtimeEnd, UpstreamFailure>
        do throws(ClientError) {
            result = try await client.open(request(call, account, key)) { socket in
                .success(await body(UpstreamLine(socket: socket, key: Array(key.reveal().utf8))))
            } refused: { response in
                .failure(await Refusal(response, redaction).failure)
            }
        } catch {
            // Nothing runs before the handshake is over: another account may be asked.
            throw UpstreamError(error, redaction, hasHead: true)
        }
        do { return try result.get() } catch { throw .failed(error.shown(by: account.options)) }
    }

    private func request(_ call: RealtimeCall, _ account: Account, _ key: Secret) -> ClientRequest {
        var request = Question.request(
            .get, account.realtimeURL(for: account.options.mapping.name(of: call.model)), as: account, key,
            in: OpenAIChat(), timeouts: timeouts ?? ClientTimeouts(account.options))
        request.headers["Accept"] = nil
        if call.isBeta { request.headers["OpenAI-Beta"] = "realtime=v1" }
        return request
    }
}

/// An upstream's WebSocket as one side of a session.
private struct UpstreamLine: RealtimeLine {
    let socket: WebSocket
    let key: [UInt8]

    func next() async -> RealtimeArrival {
        switch await socket.next() {
        case .text(let event): .event(withoutKey(event))
        case .binary: .unreadable
        case .closed(let close, byPeer: true): .closed(RealtimeClose(close.code, withoutKey(close.reason)))
        case .closed(_, byPeer: false), .lost: .lost
        case .interrupted: .interrupted
        }
    }

    func send(_ event: [UInt8]) async -> Bool { await socket.send(text: event) }
    func close(_ close: RealtimeClose) async { await socket.close(WebSocketClose(close.code, close.reason)) }
    func interrupt() { socket.interrupt() }

    /// Upstreams like to quote keys where they complain: in short events, and in what they say last.
    private func withoutKey(_ event: [UInt8]) -> [UInt8] {
        guard event.count <= 16 << 10, key.count >= 8, event.contains(key) else { return event }
        var (clean, rest) = ([UInt8](), event[...])
        while let range = rest.firstRange(of: key) {
            clean += rest[..<range.lowerBound] + "***".utf8
            rest = rest[range.upperBound...]
        }
        return clean + rest
    }

    private func withoutKey(_ reason: String) -> String {
        String(decoding: withoutKey(Array(reason.utf8)), as: UTF8.self)
    }
}
