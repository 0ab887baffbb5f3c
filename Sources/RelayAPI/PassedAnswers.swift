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
    let endpoint: Endpoint
    /// Asked where the body names none.
    var model: String?

    func answer(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: OpenAIChat()) { () throws(RelayRefusal) in
            let standing = try await access.standing(of: call)
            let passed = try read(try await call.unpackedBody(), call)
            guard standing.key.allows(passed.model) else { throw .notAllowed(passed.model) }
            let able = try standing.able(toPass: endpoint, to: passed.model)
            let admission = try await uses.admit(able, to: endpoint, for: passed.model, call) { ask in
                ask.isStream = false
                ask.expect(promptTokens: passed.byteCount / 4, answer: 0)
            }
            return try await answer(passed, admission)
        }
    }

    /// Of the body the name of the model is read, and what else it holds is looked through once.
    private func read(_ body: [UInt8], _ call: Call) throws(RelayRefusal) -> PassedCall {
        let outline: JSONOutline
        do throws(JSONError) {
            outline = try JSONOutline(body)
        } catch {
            throw RelayRefusal(.invalid(field: "body", error.flaw))
        }
        let (named, inPath) = (outline["model"], call.request.parameters["model"])
        guard let range = named else { return try naming(inPath?.string ?? model, body, outline) }
        if let inPath { return PassedCall(endpoint, to: inPath.string, body, gap: range) }
        guard case .string(let name)? = try? JSONValue(parsing: body[range]), !name.isEmpty else {
            throw RelayRefusal(400, "model: must be a name.", code: "invalid_value", param: "model")
        }
        return PassedCall(endpoint, to: name.string, body, gap: range)
    }

    /// Puts the member in that names the model.
    private func naming(
        _ model: String?, _ body: [UInt8], _ outline: JSONOutline
    ) throws(RelayRefusal) -> PassedCall {
        guard let model else {
            throw RelayRefusal(400, "you must provide a model parameter", code: "missing_model", param: "model")
        }
        let member = Array("\"model\":".utf8)
        let start = outline.start + member.count
        let comma = Array((outline.members.isEmpty ? "" : ",").utf8)
        let whole = Array(body[..<outline.start]) + member + comma + body[outline.start...]
        return PassedCall(endpoint, to: model, whole, gap: start..<start)
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
