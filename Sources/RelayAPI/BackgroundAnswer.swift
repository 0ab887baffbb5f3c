internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web

/// An answer that goes on without whoever asked for it (`background: true`): kept as it begins and again as it ends, and not in between.
/// Its events, where it was asked for as a stream, stand in a turn's log meanwhile, which readers of every process find.
struct BackgroundAnswer: Sendable {
    let uses: RelayUses
    let asked: AskedResponse
    let admission: Admission
    let head: ReplyHead

    private var ask: Ask { admission.ask }

    /// Returns when it is kept, with what it is so far. Throws why it cannot be; then nothing was taken.
    func begin() async throws(RelayRefusal) -> StoredResponse {
        let writer = OpenAIResponses().writer(head)
        let response = asked.stored(
            writer.whole ?? [:], .inProgress, of: ask, at: admission.reservation.at)
        do throws(ChatError) {
            guard let response else { throw .unavailable(what: "storage") }
            try await uses.responses.keep(response)
            await start(response, writer)
            return response
        } catch {
            await uses.dispatcher.abandon(admission)
            throw RelayRefusal(error, now: uses.clock.now)
        }
    }

    private func start(_ response: StoredResponse, _ writer: any ReplyWriter) async {
        if head.streams {
            uses.turnLog.open(ResponseEvents.turn(of: admission))
            // Readers of other processes find what is kept at the end.
            try? await uses.turnLog.publish(Key(ask.id))
        }
        // Nobody reads it: it is how the call is told to stop, by whatever ends calls.
        let pipe = ReplyPipe(sign: [])
        uses.calls.add(ask.id, of: ask.payer) { pipe.leave() }
        let task = uses.spawn {
            await run(response, writer)
            uses.calls.remove(ask.id)
        }
        pipe.whenLeft { task.cancel() }
    }

    private func run(_ response: StoredResponse, _ writer: any ReplyWriter) async {
        var (writer, events): (_, [UInt8]?) = (writer, [])
        let receipt = await uses.dispatcher.carryOut(admission, Answers.only(asked.prompt)) { piece in
            await log(writer.write(piece), &events)
        }
        await uses.dispatcher.close(admission, receipt)
        var last: [UInt8] = []
        switch receipt.end {
        case .finished(let reason): last = writer.end(reason)
        case .failed(let failure):
            uses.note(failure, receipt, ask)
            last = writer.fail(RelayRefusal(failure).reply)
        case .cancelled: break
        }
        // A task of its own, because this one may have been cancelled, and an end must be stored all the same.
        let (whole, ending, sent) = (writer.whole, last, events)
        await uses.spawn { await end(response, whole, receipt.end, sent, ending) }.value
    }

    private func end(
        _ begun: StoredResponse, _ whole: JSONValue?, _ end: Receipt.End, _ sent: [UInt8]?, _ last: [UInt8]
    ) async {
        var (whole, events) = (whole ?? [:], sent)
        let isInterrupted = end == .cancelled && uses.isDraining()
        let status = isInterrupted ? .failed : StoredResponse.Status(of: whole, end)
        if !isInterrupted { whole["status"] = .string(status.rawValue) }
        await uses.add(asked, whole, status, of: ask)
        await log(head.streams ? last : [], &events)
        var response = begun
        (response.status, response.content.response) = (status, whole.bytes)
        response.content.events = events ?? []
        if response.content.byteCount > ResponseRules.mostOfOne { response.content.events = [] }
        if response.content.byteCount > ResponseRules.mostOfOne {
            (response.status, response.content.response) = (.failed, begun.content.response)
        }
        do throws(ChatError) {
            try await uses.responses.finish(response)
        } catch {
            uses.log.warn("response not kept", .init("call", id: ask.id.text), .init("code", id: error.code))
        }
        if head.streams { try? await uses.turnLog.append([.ended(TurnEnd(.finished))], to: Key(ask.id)) }
    }

    /// `events` are what was said so far; nil from when they are too many to be kept.
    private func log(_ bytes: [UInt8], _ events: inout [UInt8]?) async {
        guard head.streams, !bytes.isEmpty else { return }
        events?.append(contentsOf: bytes)
        if events?.count ?? 0 > ResponseRules.mostOfOne { events = nil }
        try? await uses.turnLog.append([.text(String(decoding: bytes, as: UTF8.self))], to: Key(ask.id))
    }
}
