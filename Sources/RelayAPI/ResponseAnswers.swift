internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web

/// Answers requests of the Responses format, and keeps what was asked and answered.
struct ResponseAnswers: Sendable {
    let answers: Answers
    let reader: ResponseReader

    private var uses: RelayUses { answers.uses }

    init(_ uses: RelayUses, _ access: KeyAccess) {
        answers = Answers(uses, access, .responses)
        reader = ResponseReader(access: access, responses: uses.responses, conversations: uses.conversations)
    }

    /// `POST /v1/responses`
    func answer(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: OpenAIResponses()) { () throws(RelayRefusal) in
            let id = Key<Charge>.random()
            let (standing, asked) = try await reader.read(call, as: id)
            let admission: Admission
            do throws(RelayRefusal) {
                admission = try await answers.admit(asked.prompt, standing, call, as: id)
            } catch {
                await giveBack(asked, id, standing.user.id)
                throw error
            }
            var head = answers.head(of: call, asked.prompt, admission)
            head.marks = asked.marks(head.id)
            if asked.isBackground { return try await goOn(with: asked, admission, head) }
            return try await answers.answer(asked.prompt, admission, head) { whole, end in
                guard end == .cancelled else { return await keep(whole, end, asked, admission) }
                // A task of its own, because this one was cancelled, and an end must be stored all the same.
                await uses.spawn { await keep(whole, end, asked, admission) }.value
            }
        }
    }

    private func giveBack(_ asked: AskedResponse, _ call: Key<Charge>, _ owner: ID<User>) async {
        if asked.conversation != nil { await uses.conversations.giveBack(from: call, of: owner) }
    }

    /// Answers at once with what there is, and leaves the rest to itself.
    private func goOn(
        with asked: AskedResponse, _ admission: Admission, _ head: ReplyHead
    ) async throws(RelayRefusal) -> Response {
        let response: StoredResponse
        do throws(RelayRefusal) {
            response = try await BackgroundAnswer(uses: uses, asked: asked, admission: admission, head: head).begin()
        } catch {
            await giveBack(asked, admission.ask.id, admission.ask.payer.user)
            throw error
        }
        guard head.streams else { return .json(response.object) }
        do throws(ChatError) {
            return try await ResponseEvents(log: uses.turnLog).stream(response, after: nil)
        } catch {
            throw RelayRefusal(error)
        }
    }

    /// Before its last bytes leave: who has read them finds it. An answer that cannot be kept is given all the same.
    private func keep(
        _ whole: JSONValue?, _ end: Receipt.End, _ asked: AskedResponse, _ admission: Admission
    ) async {
        let status = whole.map { StoredResponse.Status(of: $0, end) }
        await uses.add(asked, whole, status, of: admission.ask)
        guard asked.keeps, var whole, let status else { return }
        whole["status"] = .string(status.rawValue)
        guard
            let response = asked.stored(whole, status, of: admission.ask, at: admission.reservation.at),
            response.content.byteCount <= ResponseRules.mostOfOne
        else { return }
        do throws(ChatError) {
            try await uses.responses.keep(response)
        } catch {
            uses.log.warn(
                "response not kept", .init("call", id: admission.ask.id.text), .init("code", id: error.code))
        }
    }
}

extension RelayUses {
    /// Gives the conversation back that a call had taken, with what was asked and answered where it was.
    func add(
        _ asked: AskedResponse, _ whole: JSONValue?, _ status: StoredResponse.Status?, of ask: Ask
    ) async {
        guard asked.conversation != nil else { return }
        var items: [JSONValue] = []
        if let whole, status == .completed || status == .incomplete {
            items = OpenAIResponses.keptItems(of: asked.input, seed: ask.id.text) + (whole["output"]?.array ?? [])
        }
        await conversations.giveBack(from: ask.id, of: ask.payer.user, adding: items)
    }
}

extension StoredResponse.Status {
    /// Of an answer as it was given.
    init(of whole: JSONValue, _ end: Receipt.End) {
        switch end {
        case .finished(let reason):
            let said = whole["status"]?.text.flatMap { Self($0) }
            let isCut = reason == .length || reason == .contentFilter
            self = said.flatMap { $0 == .inProgress ? nil : $0 } ?? (isCut ? .incomplete : .completed)
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        }
    }
}
