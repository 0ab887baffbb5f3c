internal import Domain

/// The names of the quota's keys in Redis.
///
/// Counters carry the tag of their epoch: those of a former one are not seen any more, whatever they say.
struct QuotaKeys {
    let prefix: String

    var epoch: String { "\(prefix)epoch" }
    /// The latest moment that was seen.
    var clock: String { "\(prefix)clock" }
    /// The earliest row that is too far ahead of it to count; absent when there is none.
    var due: String { "\(prefix)due" }
    /// Held by the process that rebuilds.
    var lock: String { "\(prefix)lock" }

    func open(_ epoch: QuotaEpoch) -> String { "\(prefix)open:\(epoch.tag)" }

    /// Those that were kept a moment ago, and when.
    func kept(_ epoch: QuotaEpoch) -> String { "\(prefix)kept:\(epoch.tag)" }
    func keptAt(_ epoch: QuotaEpoch) -> String { "\(prefix)kept-at:\(epoch.tag)" }

    /// What a kept charge took, for an hour.
    func record(of charge: Key<Charge>, _ epoch: QuotaEpoch) -> String { "\(counters(epoch))charge:\(charge)" }

    /// Names the charge that was last reserved for a message.
    func send(of message: Key<Message>, _ user: ID<User>, _ epoch: QuotaEpoch) -> String {
        "\(counters(epoch))send:\(user):\(message)"
    }

    /// Where the counters of a subject are, but for its name.
    func subjects(_ epoch: QuotaEpoch) -> String { "\(counters(epoch))of:" }

    private func counters(_ epoch: QuotaEpoch) -> String { "\(prefix)q:\(epoch.tag):" }

    /// What `SCAN` finds keys of every epoch with.
    var everyCounter: String { "\(prefix)q:*" }

    /// Whether a key that `everyCounter` found belongs to an epoch.
    func isCounter(_ key: String, of epoch: QuotaEpoch) -> Bool { key.utf8.starts(with: counters(epoch).utf8) }
}

extension QuotaSubject {
    /// Its part of a key: without spaces and commas.
    var keyName: String {
        switch self {
        case .system: "s"
        case .group(let name): "g" + name.utf8.map { String($0, radix: 16) }.joined(separator: ".")
        case .account(let account): "a\(account)"
        case .member(let user): "m\(user)"
        case .memberOnAccount(let user, let account): "m\(user)a\(account)"
        case .key(let key): "k\(key)"
        }
    }
}

extension QuotaSpec {
    /// Its field of a subject's key: the window (`c` with the number of the calendar's, or `r` with its length and resolution in
    /// milliseconds), the unit, the patterns.
    var field: String {
        let window =
            switch self.window {
            case .calendar(let span): "c\(CalendarSpan.allCases.firstIndex(of: span)! + 1)"
            case .rolling(let span): "r\(span.inMilliseconds)/\(self.window.resolution)"
            }
        let unit =
            switch unit {
            case .messages: "n"
            case .weighted: "w"
            case .tokens: "t"
            case .money: "b"
            }
        return "\(window) \(unit) \(models.joined(separator: ","))"
    }
}

/// One complete set of counters. It counts on the run of the server that it was made on and on no other: a server that
/// was started again may have lost or repeated something, so its counters are made anew.
struct QuotaEpoch: Sendable, Equatable {
    let tag: String
    /// The run of the server.
    let run: String
    let zone: String

    /// What stands in Redis.
    var text: String { "\(tag) \(run) \(zone)" }
}
