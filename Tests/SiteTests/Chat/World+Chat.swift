import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// How a test writes a message.
struct DraftBody {
    var text = "What is it?"
    var id = "m1"
    var conversation: String?
    var parent: String?
    var model: String?
    var action = "next"
    var isV1 = true
    /// Ids of what goes with it.
    var files: [String] = []
    /// The current node as the sender knows it.
    var seen: String?
    var isTemporary = false
    /// How pictures are wanted.
    var picture: JSONValue?
    /// Of the providers' own.
    var tools: JSONValue?

    var json: JSONValue {
        var body: JSONValue = [
            "action": .string(action), "parent_message_id": .string(parent ?? "client-created-root"),
            "model": .string(model ?? "auto"), "timezone_offset_min": -480,
            "history_and_training_disabled": .bool(isTemporary),
        ]
        if action == "next" {
            body["messages"] = [
                [
                    "id": .string(id), "author": ["role": "user"],
                    "content": content,
                    "metadata": ["attachments": .array(files.map { ["id": .string($0), "name": "a picture.png"] })],
                ]
            ]
        }
        if let picture { body["picture"] = picture }
        if let tools { body["tools"] = tools }
        if let seen { body["current_node"] = .string(seen) }
        if let conversation { body["conversation_id"] = .string(conversation) }
        if isV1 { body["supported_encodings"] = ["v1"] }
        return body
    }
}

extension DraftBody {
    private var content: JSONValue {
        guard !files.isEmpty else { return ["content_type": "text", "parts": [.string(text)]] }
        let pointers = files.map { file -> JSONValue in
            [
                "content_type": "image_asset_pointer", "asset_pointer": .string("file-service://\(file)"),
                "size_bytes": 1,
            ]
        }
        return ["content_type": "multimodal_text", "parts": .array(pointers + [.string(text)])]
    }
}

/// A turn under way: what the sender reads, and the test's hand on the answer.
struct Underway {
    let conversation: String
    let reader: StreamReader
    let reply: ScriptedReply

    /// Where the reader is.
    var mark: String { reader.seen.events.last?.id ?? "" }
    var turn: String { String(mark.split(separator: ".").first ?? "") }
}

extension World {
    func send(_ draft: DraftBody = DraftBody(), as person: Person? = nil) async -> Response {
        await post("/backend-api/conversation", draft.json, as: person ?? alice)
    }

    /// Sends and waits until the backend has been asked.
    func begin(_ draft: DraftBody = DraftBody(), as person: Person? = nil) async throws -> Underway {
        let response = await send(draft, as: person)
        try #require(response.status == 200, "\(response.text)")
        let reader = StreamReader(response)
        await reader.until { $0.events.contains { $0.json["conversation_id"] != nil } }
        let first = reader.seen.events.compactMap { $0.json["conversation_id"]?.string }.first
        return Underway(conversation: try #require(first), reader: reader, reply: await backend.asked())
    }

    /// A whole turn: question and answer.
    @discardableResult
    func chat(_ draft: DraftBody = DraftBody(), answer: String = "It is.", as person: Person? = nil) async throws
        -> Underway
    {
        let turn = try await begin(draft, as: person)
        await turn.reply.say(answer)
        turn.reply.finish()
        if draft.isV1 { await turn.reader.end() } else { await pass(until: turn.reader) }
        return turn
    }

    func follow(_ conversation: String, after: String? = nil, isV1: Bool = true, as person: Person? = nil) async
        -> Response
    {
        let items = [after.map { "after=\($0)" }, isV1 ? "encoding=v1" : nil].compactMap(\.self).joined(separator: "&")
        return await get("/backend-api/conversation/\(conversation)/stream?\(items)", as: person ?? alice)
    }

    func tree(_ conversation: String, as person: Person? = nil) async -> JSONValue {
        await get("/backend-api/conversation/\(conversation)", as: person ?? alice).json
    }

    func used(by person: Person? = nil) async -> Int64? {
        await get("/api/user/quota", as: person ?? alice).json["data"]?["windows"]?[0]?["used"]?.integer
    }

    /// Lets time go from each moment that somebody sleeps for to the next, until `body` returns. Who will sleep, and when, is not known
    /// before: so it is looked again and again.
    func skipping(_ body: () async -> Void) async {
        let time = Task { [clock] in
            while !Task.isCancelled {
                clock.skip()
                await Task.yield()
            }
        }
        await body()
        time.cancel()
    }

    /// Lets time pass until the reader has come to the end: a tenth of a second at a time, and ten times as fast as outside, so
    /// that no time-out comes before what a busy database has to say.
    func pass(until reader: StreamReader) async {
        var next = ContinuousClock.now
        while !reader.isOver, !Task.isCancelled {
            if ContinuousClock.now >= next {
                clock.skip()
                next = .now + .milliseconds(10)
            }
            await Task.yield()
        }
    }
}

extension JSONValue {
    /// The message of a node in a conversation's tree.
    func message(_ id: String) -> JSONValue? { self["mapping"]?[Text(id)]?["message"] }

    /// The message that is shown last.
    var leaf: JSONValue? { self["current_node"]?.string.flatMap(message) }
}
