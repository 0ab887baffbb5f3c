internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web
internal import Wire

/// `POST /api/chat`: what a mini-program asks for one of its users, answered as a whole and kept for them.
struct AppChat: Sendable {
    let uses: RelayUses
    let program: MiniProgram
    let callers: AppCallers

    func answer(_ call: Call) async throws(ChatError) -> Response {
        let application = try callers.application(of: call)
        let fields = try await call.fields()
        let name = try await callers.user(try fields.string("openid").map { Text($0) }, in: application)
        let question = try AppQuestion(fields, to: program.options.model)
        let prompt = question.prompt
        let admission = try await uses.admission(
            of: try await program.standing(), to: .miniProgramChat, for: prompt.model, call
        ) { ask in
            ask.isStream = false
            ask.expect(promptTokens: prompt.estimatedTokens, answer: nil)
        }
        let pipe = ReplyPipe(sign: [])
        let producer = uses.producer(of: admission, into: pipe) {
            await produce(question, of: name, admission, into: pipe)
        }
        return await producer.appResponse()
    }

    private func produce(
        _ question: AppQuestion, of name: AppUser.Name, _ admission: Admission, into pipe: ReplyPipe
    ) async {
        var reply = ""
        let receipt = await uses.dispatcher.carryOut(admission, Answers.only(question.prompt)) { piece in
            for event in piece.events {
                switch event {
                case .text(let text), .refusal(let text): reply += text
                default: break
                }
            }
        }
        await uses.dispatcher.close(admission, receipt)
        if let failure = receipt.failure { uses.note(failure, receipt, admission.ask) }
        guard case .finished = receipt.end else { return pipe.end(receipt.failure) }
        guard !reply.isEmpty else { return pipe.end(.silent) }
        do throws(ChatError) {
            try await program.keep(question.text, answer: reply, of: name, paidBy: admission.ask.payer.user)
        } catch {
            // What was paid for is answered all the same.
            uses.log.error(
                "history not kept", .init("request", id: admission.ask.requestID), .init("cause", id: error.code))
        }
        await pipe.push(Response.app(["reply": .string(reply)]).jsonBytes)
        pipe.end()
    }
}

/// A conversation as a mini-program sends it, whose last question is the user's.
struct AppQuestion: Sendable {
    let prompt: Prompt
    /// Of the last message of the user's.
    let text: String

    private static let mostMessages = 200

    /// Throws `invalid` for what is no list of 1–200 messages with one of the user's.
    init(_ fields: Fields, to model: String) throws(ChatError) {
        guard let list = try fields.array("messages") else { throw .invalid(field: "messages", .missing) }
        guard (1...Self.mostMessages).contains(list.count) else {
            throw .invalid(field: "messages", .tooManyValues(most: Self.mostMessages))
        }
        var messages: [JSONValue] = []
        for message in list { messages.append(try Self.message(message)) }
        let body: JSONValue = ["model": .string(model), "messages": .array(messages)]
        do throws(Inexpressible) { prompt = try OpenAIChat().prompt(from: body) } catch {
            throw .invalid(field: "messages", .unknown)
        }
        guard let last = prompt.messages.last(where: { $0.role == .user }) else {
            throw .invalid(field: "messages", .missing)
        }
        text = last.text
    }

    /// Its role and content alone: what else somebody sends is not for an upstream.
    private static func message(_ message: JSONValue) throws(ChatError) -> JSONValue {
        let fields = try Fields(message)
        let roles: [Text] = ["system", "user", "assistant"]
        guard let role = fields.value("role")?.text, roles.contains(role), let content = fields.value("content"),
            content.text != nil || content.array != nil
        else { throw .invalid(field: "messages", .unknown) }
        return ["role": .string(role), "content": content]
    }
}

extension UpstreamFailure {
    /// It ended well and said nothing.
    static let silent = UpstreamFailure(.upstreamBadAnswer, status: 200, detail: "nothing in the answer")
}

extension Producer {
    /// What was produced, or why nothing was.
    func appResponse() async -> Response {
        switch await first() {
        case .bytes(let bytes): Response(200, headers: ["content-type": "application/json"], body: .bytes(bytes))
        case .failed(let failure): AppRefusal(failure).response
        case .left: AppRefusal.interrupted.response
        }
    }
}
