import Domain
import JSON
import Web
import Wire

extension UsageFilter {
    /// Empty values and zeros filter nothing, as New API's clients send all of them. A page asks with a query, an export with a body.
    init(_ values: some FilterValues) throws(ChatError) {
        self.init()
        username = try values.word("username")
        keyName = try values.word("token_name")
        model = try values.word("model_name")
        account = try values.number("channel", upTo: .max).map { ID($0) }
        key = try values.number("token_id", upTo: .max).map { ID($0) }
        isWithoutKey = try values.number("without_key", upTo: 1) != nil
        group = try values.word("group")
        requestID = try values.word("request_id")
        try take(status: values.word("status"))
        if let type = try values.number("type", upTo: 100) { take(type: type) }
        since = try values.number("start_timestamp", upTo: Self.latest).map { Timestamp(seconds: $0) }
        // The second itself counts.
        before = try values.number("end_timestamp", upTo: Self.latest).map { Timestamp(seconds: $0 + 1) }
    }

    /// All of what is read.
    static let shapes =
        ["username", "token_name", "model_name", "group", "request_id", "status"].map {
            FieldShape($0, .text(longest: 1024), sample: "")
        }
        + ["channel", "token_id", "type", "start_timestamp", "end_timestamp"].map {
            FieldShape($0, .wholeNumber(0...latest), sample: 0)
        }
        + [FieldShape("without_key", .wholeNumber(0...1), sample: 0)]

    /// The last second of the year 9999.
    static let latest: Int64 = 253_402_300_799

    /// One, or several with commas between them.
    private mutating func take(status: String?) throws(ChatError) {
        guard let status else { return }
        for name in status.split(separator: ",") {
            guard let known = UsageRow.statuses[String(name)] else {
                throw .invalid(field: "status", .notOneOf(UsageRow.statuses.keys.sorted()))
            }
            statuses += known
        }
    }

    /// New API's types: 2 what was consumed, 5 errors. It has others that are nothing here.
    private mutating func take(type: Int64) {
        switch type {
        case 2: statuses = [.inProgress, .finished, .stopped, .interrupted]
        case 5: statuses = [.error]
        default: before = Timestamp(milliseconds: 0)
        }
    }
}

/// What a list is filtered by, wherever it stands in the request.
protocol FilterValues {
    /// Nil when absent or empty.
    func word(_ name: String) throws(ChatError) -> String?
    /// Nil when absent or zero.
    func number(_ name: String, upTo limit: Int64) throws(ChatError) -> Int64?
}

extension Query: FilterValues {
    func word(_ name: String) -> String? { self[Text(name)].flatMap { $0.isEmpty ? nil : $0.string } }

    func number(_ name: String, upTo limit: Int64) throws(ChatError) -> Int64? {
        try integer(Text(name), upTo: Int(limit)).flatMap { $0 == 0 ? nil : Int64($0) }
    }
}

extension Fields: FilterValues {
    func word(_ name: String) throws(ChatError) -> String? { try string(name).flatMap { $0.isEmpty ? nil : $0 } }

    func number(_ name: String, upTo limit: Int64) throws(ChatError) -> Int64? {
        try integer(name, in: 0...limit).flatMap { $0 == 0 ? nil : $0 }
    }
}
