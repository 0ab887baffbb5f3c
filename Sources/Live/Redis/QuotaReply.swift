internal import Database
internal import Domain

/// What the reserving script says.
enum QuotaReply {
    case answer(QuotaAnswer)
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
        case "USED", "FULL":
            guard numbers.count == 1 + 2 * limits.count else { return nil }
            self = .answer(.usage(Self.usage(numbers.dropFirst().map { $0 }, limits)))
        default: return nil
        }
    }

    private static func usage(_ numbers: [Int64], _ limits: [Limit]) -> [WindowUsage] {
        limits.enumerated().map { index, limit in
            let resets = numbers[2 * index + 1]
            return WindowUsage(
                of: limit, used: Int(numbers[2 * index]),
                resetsAt: resets < 0 ? nil : Timestamp(milliseconds: resets))
        }
    }
}

/// What a question comes to.
enum QuotaAnswer {
    /// The place is taken, or was before: the moment that decides its windows.
    case taken(Timestamp)
    case usage([WindowUsage])
    /// Another turn has the place for this message and is about to be stored.
    case sentBefore
}
