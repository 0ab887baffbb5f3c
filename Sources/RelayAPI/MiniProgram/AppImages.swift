internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// `POST /api/image`: pictures for a mini-program, each as a data URL, whatever the upstream gives.
struct AppImages: Sendable {
    let uses: RelayUses
    let program: MiniProgram
    let callers: AppCallers

    private static let mostPictures = Int64(DrawnPictures.most)

    func answer(_ call: Call) async throws(ChatError) -> Response {
        let application = try callers.application(of: call)
        let fields = try await call.fields()
        try await callers.count(call, naming: try fields.string("openid"), of: application)
        let passed = try Self.passed(fields, to: program.options.imageModel)
        let admission = try await uses.admission(
            of: try able(try await program.standing()), to: .miniProgramImage, for: passed.model, call
        ) { ask in
            ask.isStream = false
            ask.expect(promptTokens: passed.words.utf8.count / 4, answer: 0)
        }
        let pipe = ReplyPipe(sign: [])
        let producer = uses.producer(of: admission, into: pipe) { await produce(passed, admission, into: pipe) }
        return await producer.appResponse()
    }

    /// What an upstream that speaks as OpenAI does is asked. Throws `invalid`.
    private static func passed(_ fields: Fields, to model: String) throws(ChatError) -> PassedCall {
        let prompt = try fields.requiredString("prompt", upTo: Route.defaultBodyLimit)
        guard !Text(prompt).trimmed.isEmpty else { throw .invalid(field: "prompt", .empty) }
        let size = try fields.string("size", upTo: 32) ?? ""
        let wishes: JSONValue = [
            "prompt": .string(prompt), "n": .integer(try fields.integer("n", in: 1...mostPictures) ?? 1),
            "size": .string(size.isEmpty ? "1024x1024" : size),
        ]
        return PassedCall(.imageGenerations, to: model, saying: wishes)
    }

    /// With those accounts alone that make pictures.
    private func able(_ standing: Standing) throws(ChatError) -> Standing {
        let model = program.options.imageModel
        guard let able = standing.allowance.limited(to: model, onlyBy: { $0.passes(.imageGenerations) }) else {
            throw .unknownModel(model)
        }
        return Standing(user: standing.user, key: nil, allowance: able, epoch: standing.epoch)
    }
}

// MARK: Answering

extension AppImages {
    private func produce(_ passed: PassedCall, _ admission: Admission, into pipe: ReplyPipe) async {
        let (drawn, answered) = await uses.dispatcher.draw(passed, under: admission)
        var receipt = answered
        let asked = receipt.attempts.last?.account
        let account = admission.ask.candidates.first { $0.account.id == asked }?.account
        var images: [JSONValue] = []
        if case .finished = receipt.end, let account { images = await had(of: drawn, from: account) }
        if case .finished = receipt.end, images.isEmpty, !Task.isCancelled {
            // Nothing came of it for the asker: it is given back.
            receipt = Receipt(attempts: receipt.attempts, end: .failed(.pictureless), usage: receipt.usage)
        }
        await uses.dispatcher.close(admission, receipt)
        if let failure = receipt.failure { uses.note(failure, receipt, admission.ask) }
        if !images.isEmpty { await pipe.push(Response.app(["images": .array(images)]).jsonBytes) }
        pipe.end(receipt.failure)
    }

    /// Those that could be had, in their order; together no larger than they may be.
    private func had(of drawn: DrawnPictures, from account: Account) async -> [JSONValue] {
        var (found, room) = ([JSONValue](), PictureData.mostBytesTogether)
        for link in drawn.links {
            let most = min(room, PictureData.mostBytes)
            guard let data = await uses.pictures.picture(at: link, namedBy: account, upTo: most) else { continue }
            room -= data.bytes.count
            found.append(.string("data:\(data.type);base64,\(Base64.encode(data.bytes))"))
        }
        return found
    }
}

extension Response {
    /// Of an answer that is not written in pieces.
    var jsonBytes: [UInt8] { if case .bytes(let bytes) = body { bytes } else { [] } }
}
