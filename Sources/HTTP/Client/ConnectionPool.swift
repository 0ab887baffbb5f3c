internal import Transport

/// The exchanges and kept connections of one account on one loop. Runs on that loop.
actor ConnectionPool {
    private let loop: EventLoop
    private let settings: HTTPClient.Settings
    private let multi: CurlMulti
    private var transfers: [ExchangeID: Transfer] = [:]

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(on loop: EventLoop, settings: HTTPClient.Settings) {
        self.loop = loop
        self.settings = settings
        multi = CurlMulti(on: loop)
    }

    // The connections belong to the loop's thread to the end.
    isolated deinit {}

    /// Sends the request as soon as it may and returns when the head is there.
    func begin(_ id: ExchangeID, _ request: ClientRequest, after permission: @Sendable () async -> Void)
        async throws(ClientError) -> AnswerHead
    {
        let transfer = try Transfer(request, settings: settings)
        await permission()
        guard !Task.isCancelled else { throw .cancelled }
        transfers[id] = transfer
        transfer.deadlines.start(at: .now)
        multi.add(transfer)
        while true {
            if transfer.reader.isComplete, !transfer.isCancelled { return transfer.reader.head }
            switch transfer.outcome {
            case .finished: throw .malformed("no head")
            case .failed(let error): throw error
            case nil: await transfer.change(isolation: self)
            }
        }
    }

    /// The next bytes of the body; nil at its end. What came before a failure is handed out first.
    func next(_ id: ExchangeID) async throws(ClientError) -> [UInt8]? {
        guard let transfer = transfers[id] else { throw .cancelled }
        while true {
            if transfer.isCancelled { throw .cancelled }
            if transfer.hasBytes {
                defer { if transfer.isPaused { multi.resume(transfer) } }
                return transfer.take()
            }
            switch transfer.outcome {
            case .finished: return nil
            case .failed(let error): throw error
            case nil: await transfer.change(isolation: self)
            }
        }
    }

    func expectEnd(_ id: ExchangeID, within span: Duration) {
        guard let transfer = transfers[id] else { return }
        transfer.deadlines.end(within: span, of: .now)
        multi.watchDeadlines(of: transfer)
    }

    func expectSilence(_ id: ExchangeID, within span: Duration?) {
        guard let transfer = transfers[id] else { return }
        transfer.deadlines.shortestIdle = span
        multi.watchDeadlines(of: transfer)
    }

    /// Lets go of the exchange. With `keep`, a rest that comes at once is still read, so that the connection can be kept.
    func end(_ id: ExchangeID, keep: Bool) {
        guard let transfer = transfers.removeValue(forKey: id) else { return }
        guard keep, transfer.outcome == nil else { return multi.remove(transfer) }
        transfer.isDraining = true
        transfer.deadlines.end(within: transfer.deadlines.timeouts.rest, of: .now)
        multi.watchDeadlines(of: transfer)
        if transfer.isPaused { multi.resume(transfer) }
    }

    func cancel(_ id: ExchangeID) {
        guard let transfer = transfers[id] else { return }
        multi.remove(transfer)
        transfer.isCancelled = true
        transfer.end(.failed(.cancelled))
    }
}

/// Names one exchange of a client.
typealias ExchangeID = UInt64
