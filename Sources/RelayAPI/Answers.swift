internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web
internal import Wire

/// Answers the questions that programs ask in one format: as a whole, or in pieces as they come.
struct Answers: Sendable {
    let uses: RelayUses
    let reader: RelayReader

    private var format: AskedFormat { reader.format }

    init(_ uses: RelayUses, _ access: any CallerAccess, _ format: AskedFormat) {
        self.uses = uses
        reader = RelayReader(access: access, format: format)
    }

    func answer(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: format.dialect) { () throws(RelayRefusal) in
            let (standing, prompt) = try await reader.read(call)
            let admission = try await admit(prompt, standing, call)
            return try await answer(prompt, admission, head(of: call, prompt, admission))
        }
    }

    func head(of call: Call, _ prompt: Prompt, _ admission: Admission) -> ReplyHead {
        var head = ReplyHead(
            id: "\(format.prefix)\(admission.ask.id)", created: admission.reservation.at.seconds, to: prompt)
        head.isArray = format.dialect.name == .gemini && prompt.streams && call.request.items["alt"] != "sse"
        return head
    }

    func admit(
        _ prompt: Prompt, _ standing: Standing, _ call: Call, as id: Key<Charge> = .random()
    ) async throws(RelayRefusal) -> Admission {
        try await uses.admit(standing, to: format.endpoint, for: prompt.model, call, as: id) { ask in
            ask.isStream = prompt.streams
            ask.expect(promptTokens: prompt.estimatedTokens, answer: prompt.sampling.maxTokens)
        }
    }

    typealias Keep = @Sendable (_ whole: JSONValue?, _ end: Receipt.End) async -> Void

    /// Asks once: what is too long for an account is for the asker to shorten.
    static func only(_ prompt: Prompt) -> Dispatcher.Prompts {
        { _, _, shortenings in shortenings == 0 ? prompt : nil }
    }
}

// MARK: Answering

extension Answers {
    /// Returns with the first bytes, which of an answer as a whole are all: until then another account may be asked, and a failure
    /// is a status.
    ///
    /// `keep` is called once, before the last bytes leave, with the answer as a whole if it has begun.
    func answer(
        _ prompt: Prompt, _ admission: Admission, _ head: ReplyHead, keep: @escaping Keep = { _, _ in }
    ) async throws(RelayRefusal) -> Response {
        let pipe = ReplyPipe(sign: format.dialect.signOfLife(head))
        let producer = uses.producer(of: admission, into: pipe) {
            await produce(prompt, admission, head, into: pipe, keep)
        }
        let first = try await producer.begun()
        guard prompt.streams else {
            return Response(200, headers: ["content-type": "application/json"], body: .bytes(first))
        }
        return Response(
            200, headers: head.isArray ? Self.arrayHeaders : Self.eventHeaders,
            body: .written { [clock = uses.clock] writer in
                try await writer.write(first)
                try await withThrowingTaskGroup { group in
                    group.addTask { await Self.beat(producer, clock) }
                    while let bytes = await producer.next() { try await writer.write(bytes) }
                    group.cancelAll()
                }
                // A stream that was ended from elsewhere is not whole, and must not look so.
                if producer.wasCutOff { throw Disconnected() }
            })
    }

    /// While the upstream thinks, proxies on the way must not take the connection for dead.
    private static func beat(_ producer: Producer, _ clock: any WallClock) async {
        while !Task.isCancelled {
            await clock.sleep(.seconds(10))
            guard !Task.isCancelled else { return }
            producer.beat()
        }
    }

    private func produce(
        _ prompt: Prompt, _ admission: Admission, _ head: ReplyHead, into pipe: ReplyPipe, _ keep: Keep
    ) async {
        var writer = format.dialect.writer(head)
        var hasBegun = false
        let receipt = await uses.dispatcher.carryOut(admission, Self.only(prompt)) { piece in
            let bytes = writer.write(piece)
            guard !bytes.isEmpty else { return }
            hasBegun = true
            await pipe.push(bytes)
        }
        // Before the last bytes: who has read them finds the call counted.
        await uses.dispatcher.close(admission, receipt)
        switch receipt.end {
        case .finished(let reason):
            let bytes = writer.end(reason)
            await keep(writer.whole, receipt.end)
            await pipe.push(bytes)
        case .failed(let failure):
            uses.note(failure, receipt, admission.ask)
            guard hasBegun else {
                await keep(nil, receipt.end)
                return pipe.end(failure)
            }
            let bytes = writer.fail(RelayRefusal(failure).reply)
            await keep(writer.whole, receipt.end)
            await pipe.push(bytes)
        case .cancelled: await keep(hasBegun ? writer.whole : nil, receipt.end)
        }
        pipe.end()
    }

    static let eventHeaders = Self.streamHeaders("text/event-stream; charset=utf-8")
    private static let arrayHeaders = Self.streamHeaders("application/json")

    private static func streamHeaders(_ type: Text) -> Headers {
        ["content-type": type, "cache-control": "no-store, no-transform", "x-accel-buffering": "no"]
    }
}
