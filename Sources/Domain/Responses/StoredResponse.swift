public import JSON

/// An answer to a program that is kept for its member, so that later requests can go on from it (`previous_response_id`).
public struct StoredResponse: Sendable, Equatable {
    public let id: Key<StoredResponse>
    public let owner: ID<User>
    /// As the asker called it.
    public let model: String
    public var status: Status
    /// It goes on without whoever asked for it.
    public let isBackground: Bool
    public let createdAt: Timestamp
    public var content: Content

    public init(
        id: Key<StoredResponse>, owner: ID<User>, model: String, status: Status, isBackground: Bool,
        createdAt: Timestamp, content: Content
    ) {
        self.id = id
        self.owner = owner
        self.model = model
        self.status = status
        self.isBackground = isBackground
        self.createdAt = createdAt
        self.content = content
    }

    public enum Status: String, Sendable, CaseIterable {
        case inProgress = "in_progress"
        case completed, incomplete, failed, cancelled
    }

    /// JSON texts, without line breaks.
    public struct Content: Sendable, Equatable {
        /// The response as its asker got it: an object.
        public var response: [UInt8]
        /// The request's own items, each with an id: an array.
        public var input: [UInt8]
        /// All that stood before them: an array. A response holds what it went on from, so that nothing that is deleted or purged
        /// before it breaks a chain.
        public var context: [UInt8]
        /// The events of its stream as they were sent, where it may be asked for after its asker has gone; else empty.
        public var events: [UInt8]

        public init(response: [UInt8], input: [UInt8], context: [UInt8] = Array("[]".utf8), events: [UInt8] = []) {
            self.response = response
            self.input = input
            self.context = context
            self.events = events
        }

        public var byteCount: Int { response.count + input.count + context.count + events.count }
    }
}

extension StoredResponse {
    /// What a response's id begins with; its charge's follows.
    public static let prefix: Text = "resp_"

    /// The call that it is the answer to.
    public var charge: Key<Charge>? { Self.charge(of: id) }

    public static func charge(of id: Key<StoredResponse>) -> Key<Charge>? {
        Key(String(id.text.dropFirst(prefix.byteCount)))
    }

    public static func id(of charge: Key<Charge>) -> Key<StoredResponse>? { Key("\(prefix)\(charge)") }

    /// The response as it stands: what was kept when it began, with what became of it since.
    public var object: JSONValue {
        var object = Self.read(content.response) ?? [:]
        guard object["status"]?.text != Text(status.rawValue) else { return object }
        object["status"] = .string(status.rawValue)
        if status == .failed, object["error"]?.isNull ?? true {
            object["error"] = ["code": "server_error", "message": "The server stopped before the answer was complete."]
        }
        return object
    }

    public var input: [JSONValue] { Self.read(content.input)?.array ?? [] }
    /// What was answered. What was said by one that failed or was cancelled is no answer.
    public var output: [JSONValue] {
        [.completed, .incomplete].contains(status) ? object["output"]?.array ?? [] : []
    }

    /// All that was said up to its end.
    public var conversation: [JSONValue] { context + input + output }

    private var context: [JSONValue] { Self.read(content.context)?.array ?? [] }

    /// A whole conversation may have more values than one request.
    private static func read(_ bytes: [UInt8]) -> JSONValue? {
        try? JSONValue(parsing: bytes, duplicates: .keepFirst, most: 10 * JSONValue.maximumCount)
    }
}
