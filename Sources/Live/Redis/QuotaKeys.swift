internal import Domain

/// The names of the quota's keys in Redis. All that belongs to one member has the same hash tag, `{u7}`.
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

    func hour(of user: ID<User>, _ epoch: QuotaEpoch) -> String { "\(member(user, epoch)):hour" }

    func calendar(of user: ID<User>, _ epoch: QuotaEpoch) -> String { "\(member(user, epoch)):calendar" }

    func record(of turn: Key<Charge>, _ user: ID<User>, _ epoch: QuotaEpoch) -> String {
        "\(member(user, epoch)):turn:\(turn)"
    }

    /// Names the turn that was last reserved for a message.
    func send(of message: Key<Message>, _ user: ID<User>, _ epoch: QuotaEpoch) -> String {
        "\(member(user, epoch)):send:\(message)"
    }

    private func member(_ user: ID<User>, _ epoch: QuotaEpoch) -> String { "\(prefix){u\(user)}:\(epoch.tag)" }

    /// What `SCAN` finds counters of every epoch with.
    var everyCounter: String { "\(prefix){u*" }

    /// Whether a key that `everyCounter` found belongs to an epoch.
    func isCounter(_ key: String, of epoch: QuotaEpoch) -> Bool { key.contains("}:\(epoch.tag):") }
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
