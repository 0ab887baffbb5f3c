import Domain
import HTTP
import JSON
import Web
import Wire

/// Sends messages, and shows turns to whoever asked for them: the sender, a second tab, a page that was reloaded.
struct Messages: Sendable {
    let conversations: any ConversationStore
    let sendMessage: SendMessage
    let turns: TurnRunner
    let turnLog: any TurnLog
    let clock: any WallClock
    let viewers: Viewers

    /// Room for a message of the largest size and its escapes, so that a larger one is told so in words.
    static let bodyLimit = 8 << 20

    /// Starts a turn and shows it. All that can be refused is refused before the head leaves.
    func send(_ call: Call) async throws(ChatError) -> Response {
        let read = await Result { () async throws(ChatError) in
            var body = try MessageBody(await call.fields())
            body.draft.requestID = call.request.id
            return body
        }
        if case .remembered(let standing) = call.visitor, case .success(let body) = read,
            let sent = await sendMessage(body.draft, under: standing), let beginning = sent.beginning
        {
            return stream(
                TurnPicture(sent.turn, beginning), as: body.encoding, to: standing.principal.session, in: call.language)
        }
        // Who may not be here is told that before anything else.
        let principal = try await call.lookedUp()
        let body = try read.get()
        let sent = try await sendMessage(body.draft, from: principal)
        let (session, language) = (principal.session, call.language)
        if let beginning = sent.beginning {
            return stream(TurnPicture(sent.turn, beginning), as: body.encoding, to: session, in: language)
        }
        do {
            return try await stream(of: sent.turn, from: 0, as: body.encoding, to: session, in: language)
        } catch {
            guard error == .notResumable else { throw error }
            return try await record(of: sent.turn, as: body.encoding, to: session, in: language)
        }
    }

    /// Shows the latest turn of a conversation, from the event after the one named.
    func follow(_ call: Call) async throws(ChatError) -> Response {
        let principal = try call.principal
        let user = principal.user
        let conversation = try await conversations.open(call.key("id"), for: user.id)
        let mark = try call.mark
        let encoding = try call.encoding
        guard let turn = try await conversations.latestTurn(of: conversation.id, for: user.id) else {
            throw .notResumable
        }
        guard turn.endedAt == nil || turn.isReplayable(at: clock.now) else { throw .notResumable }
        let number = mark?.turn == turn.id ? mark?.number ?? 0 : 0
        do {
            return try await stream(of: turn, from: number, as: encoding, to: principal.session, in: call.language)
        } catch {
            // A long log goes with its last reader, and every log with its process: the answer is stored.
            guard error == .notResumable, turn.endedAt != nil else { throw error }
            return try await record(of: turn, as: encoding, to: principal.session, in: call.language)
        }
    }

    /// Ends the running turn and keeps its text so far; also a success when nothing runs.
    func stop(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        let conversation = try await conversations.open(call.key("id"), for: user.id)
        await turns.stop(conversation.id, of: user.id)
        return .json(["success": true])
    }
}

// MARK: Streams

extension Messages {
    /// `number` is the last event that the reader knows. Throws `notResumable` when the log is gone.
    private func stream(
        of turn: Turn, from number: Int, as encoding: StreamEncoding, to session: Session, in language: Language
    ) async throws(ChatError) -> Response {
        let messages = try await conversations.messages(of: turn.conversation, for: turn.owner)
        // From the first read on: a long log is there for as long as somebody holds it.
        let held = turnLog.hold(turn.id)
        defer { withExtendedLifetime(held) {} }
        var picture = TurnPicture(turn, in: messages)
        for event in try await turnLog.read(turn.id, for: turn.owner, after: 0) where event.number <= number {
            picture.take(event)
            picture.forgetTexts()
        }
        return stream(picture, as: encoding, to: session, in: language)
    }

    private func stream(
        _ picture: TurnPicture, as encoding: StreamEncoding, to session: Session, in language: Language
    ) -> Response {
        let turn = picture.turn
        let viewer = TurnViewer(
            turn: turn, isOurs: turns.isRunning(turn.id), log: turnLog, clock: clock,
            viewers: viewers, session: session, encoder: encoding.encoder(of: picture, in: language))
        return Response(200, headers: Self.headers, body: .written(viewer.show))
    }

    /// Shows a turn that is over and whose log is gone. It is put back of what is stored, so that many who look at one long answer,
    /// slowly, hold it once.
    private func record(
        of turn: Turn, as encoding: StreamEncoding, to session: Session, in language: Language
    ) async throws(ChatError) -> Response {
        let messages = try await conversations.tree(of: turn.conversation, for: turn.owner)
        let events = TurnPicture(finished: turn, in: messages).events
        guard !events.isEmpty else { throw .notResumable }
        let held = turnLog.restore(turn, events)
        defer { withExtendedLifetime(held) {} }
        return try await stream(of: turn, from: .max, as: encoding, to: session, in: language)
    }

    private static let headers: Headers = [
        "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no",
        "cache-control": "no-store, no-transform",
    ]
}

extension Call {
    /// Where the reader left off; nil for the beginning.
    fileprivate var mark: EventMark? {
        get throws(ChatError) {
            guard let text = request.items["after"] ?? request.headers["last-event-id"], !text.isEmpty else {
                return nil
            }
            guard let mark = EventMark(text) else { throw .invalid(field: "after", .unknown) }
            return mark
        }
    }

    fileprivate var encoding: StreamEncoding {
        get throws(ChatError) {
            switch request.items["encoding"] {
            case nil, "classic": .snapshots
            case "v1": .deltas
            default: throw .invalid(field: "encoding", .notOneOf(["v1", "classic"]))
            }
        }
    }
}
