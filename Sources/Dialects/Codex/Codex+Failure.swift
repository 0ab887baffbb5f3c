public import Domain
public import JSON

extension Codex {
    /// So long a model rests that the account's plan lacks.
    private static let withoutModel = Duration.seconds(12 * 3600)

    /// What is wrong with the account that refused, where its words say more than the status (codex.md §1.3). `wait`: what the head asks for.
    public static func fault(
        _ status: Int, _ body: JSONValue, wait: Duration?, at now: Timestamp
    ) -> Verdict.Fault? {
        let error = ErrorBody(ofRefusal: body)
        switch status {
        case 429 where error.isUsageLimit:
            return .exhausted(rest(in: body["error"]?.ifObject ?? body, at: now) ?? wait ?? .seconds(900))
        case 429:
            return (wait ?? span(in: error.message)).map { .modelResting($0) }
        case 400, 404: return error.isModelUnknown ? .modelResting(withoutModel) : nil
        default: return nil
        }
    }

    private static func rest(in error: JSONValue, at now: Timestamp) -> Duration? {
        if let moment = error["resets_at"]?.integer, (1...253_402_300_799).contains(moment) {
            return max(Timestamp(seconds: moment) - now, .seconds(1))
        }
        let seconds = error["resets_in_seconds"]?.double ?? error["resets_after_seconds"]?.double
        return seconds.flatMap { (0...31_622_400).contains($0) ? .milliseconds(Int64($0 * 1000)) : nil }
    }

    /// `Please try again in 1.5s`, `… in 20ms`, `… in 28 seconds`.
    static func span(in message: Text) -> Duration? {
        let bytes = Array(message.asciiLowercased.utf8)
        guard let found = bytes.firstRange(of: Array("try again in ".utf8)) else { return nil }
        let rest = bytes[found.upperBound...].prefix(40)
        let digits = rest.prefix { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
        guard let number = Double(String(decoding: digits, as: UTF8.self)), number <= 86_400_000 else { return nil }
        let unit = rest.dropFirst(digits.count).drop { $0 == 32 }
        if unit.starts(with: "ms".utf8) { return .milliseconds(Int64(number)) }
        if unit.starts(with: "m".utf8) { return .milliseconds(Int64(number * 60_000)) }
        return unit.starts(with: "s".utf8) ? .milliseconds(Int64(number * 1000)) : nil
    }
}

extension ErrorBody {
    /// A window of the account is used up.
    var isUsageLimit: Bool { type == "usage_limit_reached" || code == "usage_limit_reached" }
}

extension Codex {
    /// The models that a person may choose (`GET /backend-api/codex/models`), in the upstream's order. Nil for what is no such list.
    public static func models(in bytes: [UInt8]) -> [String]? {
        guard let list = try? JSONValue(parsing: bytes, duplicates: .keepFirst)["models"]?.array else { return nil }
        var seen: Set<Text> = []
        return list.compactMap { model -> String? in
            guard let slug = model["slug"]?.text, !slug.isEmpty, model["visibility"]?.text ?? "list" == "list" else {
                return nil
            }
            return seen.insert(slug).inserted ? slug.string : nil
        }
    }
}
