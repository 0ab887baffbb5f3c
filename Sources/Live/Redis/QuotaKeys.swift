internal import Database
internal import Domain

/// The names of the quota's keys in Redis.
///
/// Counters carry the tag of their epoch: those of a former one are not seen any more, whatever they say.
struct QuotaKeys {
    let prefix: String

    var epoch: String { "\(prefix)epoch" }
    /// The latest moment that was seen.
    var clock: String { "\(prefix)clock" }
    /// What that was when the epoch began.
    var born: String { "\(prefix)born" }
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
        var name = RedisWords.Word()
        write(to: &name)
        return name.text
    }

    func write(to word: inout RedisWords.Word) {
        switch self {
        case .system: word.add("s")
        case .group(let name): word.add("g" + name.utf8.map { String($0, radix: 16) }.joined(separator: "."))
        case .account(let account): word.add("a", account.value)
        case .member(let user): word.add("m", user.value)
        case .memberOnAccount(let user, let account):
            word.add("m", user.value)
            word.add("a", account.value)
        case .key(let key): word.add("k", key.value)
        }
    }
}

extension QuotaSpec {
    /// Its field of a subject's key: the window (`c` with the number of the calendar's or 5 for all time, or `r` with its length and resolution in
    /// milliseconds), the unit, the patterns.
    var field: String {
        var field = RedisWords.Word()
        Self.write(window, unit, models, to: &field)
        return field.text
    }

    static func write(_ window: QuotaWindow, _ unit: QuotaUnit, _ models: [String], to word: inout RedisWords.Word) {
        switch window {
        case .calendar(let span):
            let place: Int64 =
                switch span {
                case .hour: 1
                case .day: 2
                case .week: 3
                case .month: 4
                }
            word.add("c", place)
        case .rolling(let span):
            word.add("r", span.inMilliseconds)
            word.add("/", window.resolution)
        case .lifetime: word.add("c", 5)
        }
        switch unit {
        case .messages: word.add(" n ")
        case .weighted: word.add(" w ")
        case .tokens: word.add(" t ")
        case .money: word.add(" b ")
        }
        for (place, pattern) in models.enumerated() {
            if place > 0 { word.add(",") }
            word.add(pattern)
        }
    }
}

extension RedisWords.Word {
    fileprivate mutating func add(_ letter: String, _ number: Int64) {
        add(letter)
        add(number)
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
