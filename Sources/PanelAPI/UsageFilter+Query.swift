import Domain
import JSON
import Web
import Wire

extension UsageFilter {
    /// Empty values filter nothing, as New API's clients send all of them.
    init(_ query: Query) throws(ChatError) {
        self.init()
        username = query.word("username")
        keyName = query.word("token_name")
        model = query.word("model_name")
        if let id = try query.integer("channel", upTo: .max), id > 0 { account = ID(Int64(id)) }
        if let id = try query.integer("token_id", upTo: .max), id > 0 { key = ID(Int64(id)) }
        try take(status: query.word("status"))
        if let type = try query.integer("type", upTo: 100) { take(type: type) }
        since = try query.integer("start_timestamp", upTo: Self.latest).flatMap(Self.moment)
        // The second itself counts.
        before = try query.integer("end_timestamp", upTo: Self.latest).flatMap(Self.moment).map { $0 + .seconds(1) }
    }

    init(_ fields: Fields) throws(ChatError) {
        self.init()
        username = try fields.word("username")
        keyName = try fields.word("token_name")
        model = try fields.word("model_name")
        if let id = try fields.integer("channel", in: 0...Int64.max), id > 0 { account = ID(id) }
        if let id = try fields.integer("token_id", in: 0...Int64.max), id > 0 { key = ID(id) }
        try take(status: fields.word("status"))
        let range = 0...Int64(Self.latest)
        since = try fields.integer("start_timestamp", in: range).flatMap { Self.moment(Int($0)) }
        before = try fields.integer("end_timestamp", in: range).flatMap { Self.moment(Int($0)) }.map {
            $0 + .seconds(1)
        }
    }

    private static let latest = 253_402_300_799

    private static func moment(_ seconds: Int) -> Timestamp? { seconds == 0 ? nil : Timestamp(seconds: Int64(seconds)) }

    private mutating func take(status: String?) throws(ChatError) {
        guard let status else { return }
        guard let known = UsageRow.statuses[status] else {
            throw .invalid(field: "status", .notOneOf(UsageRow.statuses.keys.sorted()))
        }
        statuses = known
    }

    /// New API's types: 2 what was consumed, 5 errors. It has others that are nothing here.
    private mutating func take(type: Int) {
        switch type {
        case 0: break
        case 2: statuses = [.inProgress, .finished, .stopped, .interrupted]
        case 5: statuses = [.error]
        default: before = Timestamp(milliseconds: 0)
        }
    }
}

extension Query {
    fileprivate func word(_ name: Text) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0.string } }
}

extension Fields {
    fileprivate func word(_ name: String) throws(ChatError) -> String? {
        try string(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}
