import Domain
import HTTP
import JSON
import Web
import Wire

/// Statistics of the usage log: of everybody, or with `self` the caller's own, whatever else is asked for.
struct Stats: Sendable {
    let statistics: Statistics

    static func routes(_ statistics: Statistics) -> [Route] {
        let stats = Stats(statistics: statistics)
        return [
            Route(.get, "/api/stats/now", .admin, stats.now),
            Route(.get, "/api/stats/now/self", .member, stats.ownNow),
            Route(.get, "/api/stats/trend", .admin, stats.trend),
            Route(.get, "/api/stats/trend/self", .member, stats.ownTrend),
            Route(.get, "/api/stats/ranking", .admin, stats.ranking),
            Route(.get, "/api/stats/ranking/self", .member, stats.ownRanking),
            Route(.get, "/api/data/", .admin, stats.hours),
            Route(.get, "/api/data/self", .member, stats.ownHours),
        ]
    }

    /// `GET /api/stats/now`
    func now(_ call: Call) async throws(ChatError) -> Response {
        var json = try await statistics.now(of: nil).json
        let states = try await statistics.accountStates()
        json["accounts"] = .object(
            AccountHealth.State.allCases.map { .init(Text($0.rawValue), .integer(states[$0] ?? 0)) })
        json["keys"] = try await statistics.keyCount().json
        json["members"] = try await statistics.memberCount().json
        // It would take a look at every counter of every member.
        json["members"]?["near_limit"] = .null
        let files = try await statistics.heldFiles()
        json["files"] = ["count": .integer(files.count), "bytes": .integer(files.bytes)]
        return .envelope(json)
    }

    /// `GET /api/stats/now/self`
    func ownNow(_ call: Call) async throws(ChatError) -> Response {
        .envelope(try await statistics.now(of: call.user.id).json)
    }

    /// `GET /api/stats/trend?unit&start_timestamp&end_timestamp&model&channel&username&group`
    func trend(_ call: Call) async throws(ChatError) -> Response {
        let items = call.request.items
        var filter = UsageSumsFilter()
        filter.model = items.word("model")
        filter.group = items.word("group")
        filter.username = items.word("username")
        filter.account = try items.number("channel", upTo: .max).map { ID($0) }
        return try await trend(of: filter, call)
    }

    /// `GET /api/stats/trend/self?unit&start_timestamp&end_timestamp&model`
    func ownTrend(_ call: Call) async throws(ChatError) -> Response {
        var filter = UsageSumsFilter(user: try call.user.id)
        filter.model = call.request.items.word("model")
        return try await trend(of: filter, call)
    }

    private func trend(of filter: UsageSumsFilter, _ call: Call) async throws(ChatError) -> Response {
        let items = call.request.items
        let unit = try items.word("unit", of: Statistics.Unit.self) ?? .hour
        let found = try await statistics.trend(
            of: filter, by: unit, from: items.moment("start_timestamp"), to: items.moment("end_timestamp"))
        return .envelope([
            "at": .integer(statistics.clock.now.seconds), "unit": .string(unit.rawValue),
            "items": .array(
                found.map { at, sums in
                    var item = sums.json
                    item["at"] = .integer(at.seconds)
                    return item
                }),
        ])
    }

    /// `GET /api/stats/ranking?by&start_timestamp&end_timestamp&limit`
    func ranking(_ call: Call) async throws(ChatError) -> Response {
        try await ranking(of: nil, by: call.request.items.word("by", of: UsageSubject.self), call)
    }

    /// `GET /api/stats/ranking/self?by&start_timestamp&end_timestamp&limit`
    func ownRanking(_ call: Call) async throws(ChatError) -> Response {
        let own = try call.request.items.word("by", of: OwnSubject.self)
        return try await ranking(of: call.user.id, by: own.map { $0 == .model ? .model : .key }, call)
    }

    /// What members see of themselves.
    private enum OwnSubject: String, CaseIterable { case model, key }

    private func ranking(
        of user: ID<User>?, by subject: UsageSubject?, _ call: Call
    ) async throws(ChatError) -> Response {
        let items = call.request.items
        let limit = try items.integer("limit", upTo: 100) ?? 20
        guard limit > 0 else { throw .invalid(field: "limit", .outOfRange(1...100)) }
        let ranking = try await statistics.ranking(
            by: subject ?? .model, of: user, from: items.moment("start_timestamp"), to: items.moment("end_timestamp"),
            limit: limit)
        return .envelope([
            "at": .integer(statistics.clock.now.seconds), "total": ranking.total.json,
            "items": .array(
                ranking.items.map { item in
                    var json = item.sums.json
                    json["id"] = item.id.map { .integer($0) } ?? .null
                    json["name"] = .string(item.name)
                    return json
                }),
            "others": ranking.others?.json ?? .null,
        ])
    }
}

// MARK: New API's

extension Stats {
    /// Days of one question.
    private static let mostDays = 30

    /// `GET /api/data/?start_timestamp&end_timestamp&username` (new-api.md §8)
    func hours(_ call: Call) async throws(ChatError) -> Response {
        var filter = UsageSumsFilter()
        filter.username = call.request.items.word("username")
        return try await hours(of: filter, as: nil, call)
    }

    /// `GET /api/data/self?start_timestamp&end_timestamp`
    func ownHours(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        let (start, end) = try Self.bounds(call)
        guard end - start <= .seconds(Int64(Self.mostDays) * 86_400) else {
            throw .invalid(field: "end_timestamp", .moreDays(most: Self.mostDays))
        }
        return try await hours(of: UsageSumsFilter(user: user.id), as: user, call)
    }

    private func hours(of filter: UsageSumsFilter, as user: User?, _ call: Call) async throws(ChatError) -> Response {
        let (start, end) = try Self.bounds(call)
        let found = try await statistics.hours(of: filter, from: start, to: end)
        let name = user?.username ?? filter.username ?? ""
        let id = user?.id.value ?? 0
        return .envelope(
            .array(
                found.map { hour in
                    [
                        "id": 0, "user_id": .integer(id), "username": .string(name),
                        "model_name": .string(hour.model), "created_at": .integer(hour.at.seconds),
                        "token_used": .integer(hour.sums.promptTokens + hour.sums.completionTokens),
                        "count": .integer(hour.sums.requests), "quota": .integer(hour.sums.cost),
                    ]
                }))
    }

    /// Both inclusive; absent is 0.
    private static func bounds(_ call: Call) throws(ChatError) -> (Timestamp, Timestamp) {
        let items = call.request.items
        let none = Timestamp(milliseconds: 0)
        return (try items.moment("start_timestamp") ?? none, try items.moment("end_timestamp") ?? none)
    }
}

// MARK: Reading and showing

extension Query {
    /// Unix seconds; nil when absent, empty or zero.
    fileprivate func moment(_ name: String) throws(ChatError) -> Timestamp? {
        try number(name, upTo: UsageFilter.latest).map { Timestamp(seconds: $0) }
    }
}

extension UsageSums {
    var json: JSONValue {
        let times: [(Text, Int64?)] = [
            ("first_token_ms_p50", firstToken.percentile(50)), ("first_token_ms_p95", firstToken.percentile(95)),
            ("duration_ms_p50", duration.percentile(50)), ("duration_ms_p95", duration.percentile(95)),
        ]
        var json: JSONValue = [
            "requests": .integer(requests), "succeeded": .integer(succeeded), "failed": .integer(failed),
            "prompt_tokens": .integer(promptTokens), "completion_tokens": .integer(completionTokens),
            "cached_tokens": .integer(cachedTokens), "quota": .integer(cost),
        ]
        for (name, time) in times { json[name] = time.map { .integer($0) } ?? .null }
        return json
    }
}

extension Statistics.Now {
    fileprivate var json: JSONValue {
        var minute = latest.json
        let minutes = Double(Statistics.latest.inMilliseconds) / 60_000
        minute["rpm"] = .double(Double(latest.requests) / minutes)
        minute["tpm"] = .double(Double(latest.promptTokens + latest.completionTokens) / minutes)
        return [
            "at": .integer(at.seconds), "active": .integer(active), "minute": minute, "today": today.json,
            "yesterday": yesterday.json, "last_week": lastWeek.json,
        ]
    }
}

extension Statistics.Count {
    fileprivate var json: JSONValue { ["total": .integer(total), "enabled": .integer(enabled)] }
}
