internal import Database
internal import Domain

/// What the reserving script says.
enum QuotaReply {
    case answer(QuotaAnswer)
    /// The counters of these limits must be made first, by their places in the list.
    case missing([Int])
    case otherEpoch
    case otherTime(Timestamp)
    /// The clock went back by so much.
    case wentBack(Duration)

    /// Nil when it is not what the script says.
    init?(_ reply: RedisReply, for limits: [Limit]) {
        guard let parts = reply.array, let word = parts.first?.text else { return nil }
        if word == "EPOCH" {
            self = .otherEpoch
            return
        }
        let numbers = parts.dropFirst().compactMap(\.integer)
        guard numbers.count == parts.count - 1, let now = numbers.first else { return nil }
        switch word {
        case "BACK": self = .wentBack(.milliseconds(now))
        case "TIME": self = .otherTime(Timestamp(milliseconds: now))
        case "TAKEN": self = .answer(.taken(Timestamp(milliseconds: now)))
        case "SENT": self = .answer(.sentBefore)
        case "HELD" where numbers.count == 2: self = .answer(.taken(Timestamp(milliseconds: numbers[1])))
        case "MISSING":
            let places = numbers.dropFirst().map { Int($0) }
            guard !places.isEmpty, places.allSatisfy(limits.indices.contains) else { return nil }
            self = .missing(places)
        case "USED", "FULL":
            guard numbers.count == 1 + 3 * limits.count else { return nil }
            let usage = Self.usage(numbers.dropFirst().map { $0 }, limits)
            if word == "USED" {
                self = .answer(.usage(usage.map(\.usage)))
            } else if let stop = usage.filter(\.isFull).map(\.usage).max(by: WindowUsage.freesSooner) {
                self = .answer(.full(stop))
            } else {
                return nil
            }
        default: return nil
        }
    }

    private static func usage(_ numbers: [Int64], _ limits: [Limit]) -> [(usage: WindowUsage, isFull: Bool)] {
        limits.enumerated().map { index, limit in
            let resets = numbers[3 * index + 1]
            let usage = WindowUsage(
                of: limit, used: Int(numbers[3 * index]),
                resetsAt: resets < 0 || limit.window == .lifetime ? nil : Timestamp(milliseconds: resets))
            return (usage, numbers[3 * index + 2] == 1)
        }
    }
}

/// What a question comes to.
enum QuotaAnswer {
    /// The place is taken, or was before: the moment that decides its windows.
    case taken(Timestamp)
    case usage([WindowUsage])
    /// What stops it longest.
    case full(WindowUsage)
    /// Another turn has the place for this message and is about to be stored.
    case sentBefore
}
