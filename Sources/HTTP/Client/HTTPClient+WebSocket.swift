internal import Transport

extension HTTPClient {
    /// Opens a WebSocket at an `https` (or `http`) URL and lends it to `talk`; an answer of another status than 101 is given to
    /// `refused`. The task must have an `EventLoop` as its preferred executor. The request's rules and time-outs are those of `send`;
    /// it has no body, and its pool is none: such a connection is shared with nobody, and closed at the end.
    ///
    /// When the task is cancelled the connection is closed at once, without a goodbye.
    public func open<Answer: Sendable>(
        _ request: ClientRequest, _ limits: WebSocketLimits = WebSocketLimits(),
        talk: (WebSocket) async -> Answer, refused: (ClientResponse) async -> Answer
    ) async throws(ClientError) -> Answer {
        guard let loop = await Self.loopOfTask() else {
            preconditionFailure("HTTPClient is used by tasks of an event loop")
        }
        let (settings, line) = (settings, LoopBound(Line(), to: loop))
        let answer = await withTaskCancellationHandler { () async -> Result<Answer, ClientError> in
            do throws(ClientError) {
                let handshake = try await line.run { line throws(ClientError) in
                    let connection = try ClientConnection(request, settings: settings, on: loop)
                    try line.take(connection)
                    return try await connection.shakeHands(request, as: settings.userAgent, limits, on: loop)
                }
                switch handshake {
                case .agreed(let webSocket): return .success(await talk(webSocket))
                case .refused(let response): return .success(await refused(response))
                }
            } catch {
                return .failure(Task.isCancelled ? .cancelled : error)
            }
        } onCancel: {
            loop.execute { line.value.cut() }
        }
        loop.execute { line.value.cut() }
        return try answer.get()
    }
}

/// Where a connection is found by whoever cancels. Belongs to the loop's thread, on which it also ends.
private final class Line {
    private var connection: ClientConnection?
    private var isCut = false

    func take(_ connection: ClientConnection) throws(ClientError) {
        guard !isCut else { throw .cancelled }
        self.connection = connection
    }

    func cut() {
        isCut = true
        connection?.cut()
        connection = nil
    }
}
