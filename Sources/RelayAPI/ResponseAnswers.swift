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
        reader = ResponseReader(access: access, responses: uses.responses)
    }

    /// `POST /v1/responses`
    func answer(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: OpenAIResponses()) { () throws(RelayRefusal) in
            let (standing, asked) = try await reader.read(call)
            let admission = try await answers.admit(asked.prompt, standing, call)
            var head = answers.head(of: call, asked.prompt, admission)
            head.marks = asked.marks(head.id)
            if asked.isBackground { return try await goOn(with: asked, admission, head) }
            return try await answers.answer(asked.prompt, admission, head) { whole, end in
                await keep(whole, end, asked, admission)
            }
        }
    }

    /// Answers at once with what there is, and leaves the rest to itself.
    private func goOn(
        with asked: AskedResponse, _ admission: Admission, _ head: ReplyHead
    ) async throws(RelayRefusal) -> Response {
        let response = try await BackgroundAnswer(uses: uses, asked: asked, admission: admission, head: head).begin()
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
        guard asked.keeps, var whole else { return }
        let status = StoredResponse.Status(of: whole, end)
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
