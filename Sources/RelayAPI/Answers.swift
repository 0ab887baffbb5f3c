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

    init(_ uses: RelayUses, _ access: KeyAccess, _ format: AskedFormat) {
        self.uses = uses
        reader = RelayReader(access: access, format: format)
    }

    func answer(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: format.dialect) { () throws(RelayRefusal) in
            let (standing, prompt) = try await reader.read(call)
            let admission = try await admit(prompt, standing, call)
            let head = head(of: call, prompt, admission)
            return try await answer(prompt, admission, head)
        }
    }

    private func head(of call: Call, _ prompt: Prompt, _ admission: Admission) -> ReplyHead {
        var head = ReplyHead(
            id: "\(format.prefix)\(admission.ask.id)", created: admission.reservation.at.seconds, to: prompt)
        head.isArray = format.dialect.name == .gemini && prompt.streams && call.request.items["alt"] != "sse"
        return head
    }

    private func admit(_ prompt: Prompt, _ standing: Standing, _ call: Call) async throws(RelayRefusal) -> Admission {
        do throws(ChatError) {
            guard !uses.isDraining() else { throw .unavailable(what: "restarting") }
            var ask = try Ask(
                by: Payer(standing.user.id, by: standing.key.id), at: format.endpoint, for: prompt.model,
                under: standing.allowance)
            ask.isStream = prompt.streams
            ask.expect(promptTokens: prompt.estimatedTokens, answer: prompt.sampling.maxTokens)
            ask.requestID = call.request.id
            guard let admission = try await uses.dispatcher.admit(ask) else { throw .unavailable(what: "quota") }
            return admission
        } catch {
            throw RelayRefusal(error, now: uses.clock.now)
        }
    }

    /// Asks once: what is too long for an account is for the asker to shorten.
    private static func only(_ prompt: Prompt) -> Dispatcher.Prompts {
        { _, _, shortenings in shortenings == 0 ? prompt : nil }
    }
}

// MARK: Answering

extension Answers {
    /// Returns with the first bytes, which of an answer as a whole are all: until then another account may be asked, and a failure
    /// is a status.
    private func answer(_ prompt: Prompt, _ admission: Admission, _ head: ReplyHead)
        async throws(RelayRefusal) -> Response
    {
        let pipe = ReplyPipe(sign: format.dialect.signOfLife(head))
        let producer = producer(of: admission, into: pipe) { await produce(prompt, admission, head, into: pipe) }
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

    /// The task of a call, which ends with whoever waits for it, or when its key is revoked.
    private func producer(
        of admission: Admission, into pipe: ReplyPipe, _ body: @escaping @Sendable () async -> Void
    ) -> Producer {
        let id = admission.ask.id
        uses.calls.add(id, of: admission.ask.payer) { pipe.leave() }
        return Producer(
            pipe,
            uses.spawn { [calls = uses.calls] in
                await body()
                calls.remove(id)
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

    private func produce(_ prompt: Prompt, _ admission: Admission, _ head: ReplyHead, into pipe: ReplyPipe) async {
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
        case .finished(let reason): await pipe.push(writer.end(reason))
        case .failed(let failure):
            note(failure, receipt, admission.ask)
            guard hasBegun else { return pipe.end(failure) }
            await pipe.push(writer.fail(RelayRefusal(failure).reply))
        case .cancelled: break
        }
        pipe.end()
    }

    /// Once, here: nobody else knows both the call and why it failed.
    private func note(_ failure: UpstreamFailure, _ receipt: Receipt, _ ask: Ask) {
        uses.log.warn(
            "call failed", .init("request", id: ask.requestID), .init("call", id: ask.id.text),
            .init("account", id: receipt.attempts.last?.account.description ?? "none"),
            .init("code", id: failure.code.rawValue), .init("upstream_status", failure.status ?? 0),
            .init("attempts", receipt.attempts.count))
    }

    private static let eventHeaders = Self.streamHeaders("text/event-stream; charset=utf-8")
    private static let arrayHeaders = Self.streamHeaders("application/json")

    private static func streamHeaders(_ type: Text) -> Headers {
        ["content-type": type, "cache-control": "no-store, no-transform", "x-accel-buffering": "no"]
    }
}
