internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// Sessions in which a program and an upstream speak with each other over WebSocket (relay-formats.md §11).
///
/// Whatever is wrong is said before the upgrade, as a status, until an upstream has taken the session; then as an event of its own kind,
/// followed by a goodbye.
struct RealtimeSessions: Sendable {
    let uses: RelayUses
    let access: KeyAccess

    func answer(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: OpenAIChat()) { () throws(RelayRefusal) in
            let standing = try await access.standing(of: call)
            let offer = try Self.offer(in: call.request)
            guard let model = call.request.items["model"]?.string, !model.isEmpty else {
                throw RelayRefusal(400, "you must provide a model parameter", code: "missing_model", param: "model")
            }
            let able = try Self.able(standing, model)
            let admission = try await uses.admit(able, to: .realtime, for: model, call) { _ in }
            return try await open(RealtimeCall(to: model, isBeta: offer.isBeta(call.request)), admission, offer, call)
        }
    }

    /// With those accounts alone that have sessions with the model.
    private static func able(_ standing: Standing, _ model: String) throws(RelayRefusal) -> Standing {
        guard standing.allows(model) else { throw .notAllowed(model) }
        return try standing.able(toPass: .realtime, to: model)
    }

    /// What the key's owner may ask by now.
    private func renewed(_ model: String, _ call: Call) async throws(ChatError) -> Ask {
        let standing: Standing
        do throws(RelayRefusal) {
            standing = try Self.able(try await access.standing(of: call), model)
        } catch {
            throw error.reply.status == 401
                ? .unauthorized : error.reply.status >= 500 ? .unavailable(what: "keys") : .forbidden
        }
        return try Ask(standing, at: .realtime, for: model, in: call.request)
    }

    private static func offer(in request: Request) throws(RelayRefusal) -> WebSocketOffer {
        do throws(WebSocketOffer.Flaw) { return try WebSocketOffer(request) } catch {
            switch error {
            case .notAsked, .version:
                var refusal = RelayRefusal(
                    426, "This address speaks WebSocket, version 13.", code: "upgrade_required")
                refusal.headers = ["sec-websocket-version": "13"]
                throw refusal
            case .key: throw RelayRefusal(400, "The WebSocket handshake has no valid key.", code: "bad_handshake")
            case .body: throw RelayRefusal(400, "A WebSocket handshake has no body.", code: "bad_handshake")
            }
        }
    }

    /// Returns when an upstream has taken the session.
    private func open(
        _ session: RealtimeCall, _ admission: Admission, _ offer: WebSocketOffer, _ call: Call
    ) async throws(RelayRefusal) -> Response {
        let meeting = RealtimeMeeting()
        let id = admission.ask.id
        uses.calls.add(id, of: admission.ask.payer, isBusy: { meeting.activity.isAnswering }) { meeting.stop() }
        let task = uses.spawn {
            await talk(session, admission, meeting) { () throws(ChatError) in try await renewed(session.model, call) }
            uses.calls.remove(id)
        }
        meeting.whenLeft { task.cancel() }
        try await meeting.begun()
        // Whoever gives up on it before the connection is a WebSocket leaves the session.
        let seat = RealtimeMeeting.Seat(meeting)
        return offer.accepted(speaking: offer.protocols.contains("realtime") ? "realtime" : nil) { socket in
            await seat.meeting.join(AskerLine(socket: socket))
        }
    }

    private func talk(
        _ session: RealtimeCall, _ admission: Admission, _ meeting: RealtimeMeeting,
        renewed: @escaping @Sendable () async throws(ChatError) -> Ask
    ) async {
        let (receipt, end) = await uses.dispatcher.talk(
            session, under: admission, showing: meeting.activity, renewed: renewed
        ) {
            await meeting.accept()
        }
        if let failure = receipt.failure { uses.note(failure, receipt, admission.ask) }
        if let line = meeting.line, let end {
            if let refusal = end.refusal(now: uses.clock.now) { _ = await line.send(refusal.event) }
            await line.close(end.forAsker)
        }
        meeting.end(receipt.failure)
    }
}

extension WebSocketOffer {
    /// Programs say so in a header, pages, which cannot, among the sub-protocols.
    fileprivate func isBeta(_ request: Request) -> Bool {
        protocols.contains("openai-beta.realtime-v1")
            || request.headers.all("openai-beta").contains { $0.asciiLowercased.contains("realtime=v1") }
    }
}

/// A program's WebSocket as one side of a session.
private struct AskerLine: RealtimeLine {
    let socket: WebSocket

    func next() async -> RealtimeArrival {
        switch await socket.next() {
        case .text(let event): .event(event)
        case .binary: .unreadable
        case .closed(let close, byPeer: true): .closed(RealtimeClose(close.code, close.reason))
        case .closed(_, byPeer: false), .lost: .lost
        case .interrupted: .interrupted
        }
    }

    func send(_ event: [UInt8]) async -> Bool { await socket.send(text: event) }
    func close(_ close: RealtimeClose) async { await socket.close(WebSocketClose(close.code, close.reason)) }
    func interrupt() { socket.interrupt() }
}
