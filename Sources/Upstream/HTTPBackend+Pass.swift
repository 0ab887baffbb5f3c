internal import Dialects
public import Domain
internal import HTTP
internal import JSON
internal import Wire

extension HTTPBackend {
    /// More of an answer is not passed on: some images are large.
    private static let longestAnswer = 256 << 20

    public func pass(_ call: PassedCall, as account: Account, key: Secret, to sink: (PassedPiece) async -> Void)
        async throws(UpstreamError) -> Usage?
    {
        let request = request(call, account, key)
        let redaction = Redaction(
            key: key, prompt: Prompt(model: call.model, messages: [.init(.user, call.words)]), host: account.baseURL)
        var hasHead = false
        let result: Result<Usage?, UpstreamFailure>
        do throws(ClientError) {
            result = try await client.send(request, after: {}) { response throws(ClientError) in
                hasHead = true
                guard UpstreamFailure.isAnswer(response) else {
                    return .failure(await Refusal(response, redaction).failure)
                }
                await sink(.head((response.headers["content-type"] ?? "").string))
                return try await Self.read(response, of: call, to: sink)
            }
        } catch {
            throw UpstreamError(error, redaction, hasHead: hasHead)
        }
        do { return try result.get() } catch { throw .failed(error.shown(by: account.options)) }
    }

    private static func read(
        _ response: ClientResponse, of call: PassedCall, to sink: (PassedPiece) async -> Void
    ) async throws(ClientError) -> Result<Usage?, UpstreamFailure> {
        var (tail, sound, isEmpty) = (PassedUsage(), PassedSound(call, response.headers["content-type"]), true)
        var recoder = call.embeddings.map(EmbeddingRecoder.init)
        while let bytes = try await response.next() {
            tail.read(bytes)
            sound?.read(bytes)
            isEmpty = isEmpty && bytes.isEmpty
            guard recoder != nil else {
                await sink(.bytes(bytes))
                continue
            }
            guard let recoded = try? recoder?.read(bytes) else { return .failure(noEmbeddings) }
            if !recoded.isEmpty { await sink(.bytes(recoded)) }
        }
        guard !isEmpty else {
            return .failure(UpstreamFailure(.upstreamBadAnswer, status: 200, detail: "an empty answer"))
        }
        if let recoder {
            guard let rest = try? recoder.end() else { return .failure(noEmbeddings) }
            if !rest.isEmpty { await sink(.bytes(rest)) }
        }
        return .success(sound.map { $0.measured(tail.usage) } ?? tail.usage)
    }

    private static let noEmbeddings = UpstreamFailure(
        .upstreamBadAnswer, status: 200, detail: "an answer without the embeddings that were asked for")

    private func request(_ call: PassedCall, _ account: Account, _ key: Secret) -> ClientRequest {
        let model = account.options.mapping.name(of: call.model)
        var request = Question.request(
            .post, account.url(of: call.endpoint, for: model), as: account, key, in: OpenAIChat(),
            timeouts: timeouts ?? ClientTimeouts(account.options))
        request.headers["Accept"] = "*/*"
        switch call.body(naming: model) {
        case .whole(let bytes):
            request.headers["Content-Type"] = "application/json"
            request.body = bytes
        case .form(let form):
            request.headers["Content-Type"] = Text(form.mediaType)
            request.upload = ClientUpload(count: form.count, read: form.read)
        }
        request.answerLimit = Self.longestAnswer
        return request
    }
}

/// What an upstream says that a call took, which stands at the end of what it answers: `usage`, in OpenAI's words of either kind.
struct PassedUsage {
    private var tail: [UInt8] = []
    private static let length = 4096

    mutating func read(_ bytes: [UInt8]) {
        tail += bytes.suffix(Self.length)
        if tail.count > Self.length { tail.removeFirst(tail.count - Self.length) }
    }

    /// Nil where it says nothing that can be read.
    var usage: Usage? {
        let name = Array("\"usage\"".utf8)
        guard let start = tail.indices.reversed().first(where: { tail[$0...].starts(with: name) }) else { return nil }
        let rest = tail[(start + name.count)...]
        guard let first = rest.firstIndex(of: UInt8(ascii: "{")),
            rest[..<first].allSatisfy({ $0 <= 32 || $0 == UInt8(ascii: ":") })
        else { return nil }
        var depth = 0
        // No text stands inside: brackets are counts' alone.
        let end = rest[first...].firstIndex { byte in
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
            return depth == 0
        }
        guard let end, let json = try? JSONValue(parsing: rest[first...end]) else { return nil }
        let count = { (names: [Text]) in names.lazy.compactMap { json[$0]?.integer }.first.map { Int(clamping: $0) } }
        let (prompt, completion) = (
            count(["prompt_tokens", "input_tokens"]), count(["completion_tokens", "output_tokens"])
        )
        if let seconds = json["seconds"]?.double, json["type"] == "duration" { return Usage(ofSoundFor: seconds) }
        guard prompt != nil || completion != nil || json["total_tokens"] != nil else { return nil }
        let details = json["prompt_tokens_details"] ?? json["input_tokens_details"]
        let detail = { (name: Text) in details?[name]?.integer.map { Int(clamping: $0) } ?? 0 }
        return Usage(
            promptTokens: prompt ?? count(["total_tokens"]) ?? 0, completionTokens: completion ?? 0,
            cachedTokens: detail("cached_tokens"), imageTokens: detail("image_tokens"))
    }
}
