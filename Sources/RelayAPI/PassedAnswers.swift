internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
import Synchronization
internal import Web
internal import Wire

/// Passes calls on that are no conversation (relay-formats.md §7–§10): what a program sends goes to an account of the model as it came,
/// and the answer comes back as the upstream gives it, in pieces as they come.
struct PassedAnswers: Sendable {
    let uses: RelayUses
    let access: KeyAccess
    let reading: PassedReading

    private var endpoint: Endpoint { reading.endpoint }

    func answer(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: reading.dialect) { () throws(RelayRefusal) in
            let standing = try await access.standing(of: call)
            let passed = try await reading.read(call)
            guard standing.allows(passed.model) else { throw .notAllowed(passed.model) }
            let able = try standing.able(toPass: endpoint, to: passed.model)
            let admission = try await uses.admit(able, to: endpoint, for: passed.model, call) { ask in
                ask.isStream = passed.streams
                ask.expect(promptTokens: passed.words.utf8.count / 4, answer: 0)
                ask.tariff?.calls = passed.pictures
                ask.tariff?.multiple = passed.pictureMultiple
            }
            return try await answer(passed, admission)
        }
    }
}

// MARK: Answering

extension PassedAnswers {
    /// What the upstream calls its answer, from when it has begun.
    private final class MediaType: Sendable { let name = Mutex("") }

    /// Returns with the first bytes: until then another account may be asked, and a failure is a status.
    private func answer(_ passed: PassedCall, _ admission: Admission) async throws(RelayRefusal) -> Response {
        // Nothing may stand in a file or in JSON as a sign of life.
        let pipe = ReplyPipe(sign: [])
        let type = MediaType()
        let producer = uses.producer(of: admission, into: pipe) {
            await produce(passed, admission, into: pipe, type)
        }
        let first = try await producer.begun()
        return Response(
            200,
            headers: [
                "content-type": Self.shown(type.name.withLock(\.self)),
                "cache-control": "no-store, no-transform",
                "x-accel-buffering": "no",
            ],
            body: .written { writer in
                try await writer.write(first)
                while let bytes = await producer.next() { try await writer.write(bytes) }
                // What was ended from elsewhere, or by the upstream before its end, is not whole, and must not look so.
                if producer.wasCutOff { throw Disconnected() }
            })
    }

    private func produce(
        _ passed: PassedCall, _ admission: Admission, into pipe: ReplyPipe, _ type: MediaType
    ) async {
        let receipt = await uses.dispatcher.pass(passed, under: admission) { piece in
            switch piece {
            case .head(let name): type.name.withLock { $0 = name }
            case .bytes(let bytes): await pipe.push(bytes)
            }
        }
        // Before the last bytes are read: who has them finds the call counted.
        await uses.dispatcher.close(admission, receipt)
        if let failure = receipt.failure { uses.note(failure, receipt, admission.ask) }
        pipe.end(receipt.failure)
    }

    /// What a browser must never take for a page of ours is bytes.
    private static func shown(_ type: String) -> Text {
        let text = Text(type)
        let name = text.split(separator: UInt8(ascii: ";")).first?.trimmed.asciiLowercased ?? ""
        let isKnown =
            ["application/json", "text/event-stream", "text/plain"].contains(name) || name.hasPrefix("audio/")
        return isKnown ? text : "application/octet-stream"
    }
}

extension Standing {
    /// With those accounts alone that pass such calls, where the model is served. Throws when the model has others only.
    func able(toPass endpoint: Endpoint, to model: String) throws(RelayRefusal) -> Standing {
        if let able = allowance.limited(to: model, onlyBy: { $0.passes(endpoint) }) {
            return Standing(user: user, key: key, allowance: able, epoch: epoch)
        }
        throw RelayRefusal(
            400, "None of your accounts with the model \"\(model)\" offers /v1/\(endpoint.rawValue).",
            code: "unsupported_endpoint", param: "model")
    }
}
