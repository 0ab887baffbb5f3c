/// What a server says of itself (`INFO`).
public struct RedisInfo: Sendable, Equatable {
    /// Another one after every start of the server, and of whatever took its place.
    public let run: String
    public let version: String
    let evictionPolicy: String
    let isAppendOnly: Bool
    let isLoading: Bool
    let isReplica: Bool

    /// Nil when the text is no answer to `INFO`.
    init?(_ info: String) {
        var facts: [Substring: Substring] = [:]
        for line in info.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { facts[parts[0]] = parts[1] }
        }
        guard let run = facts["run_id"], let policy = facts["maxmemory_policy"] else { return nil }
        self.run = String(run)
        version = String(facts["redis_version"] ?? "")
        evictionPolicy = String(policy)
        isAppendOnly = facts["aof_enabled"] == "1"
        isLoading = facts["loading"] == "1"
        isReplica = facts["role"] == "slave"
    }

    /// Throws what forbids its use, now or altogether.
    func check() throws(RedisError) {
        // A counter that is evicted admits more than was paid for.
        guard evictionPolicy == "noeviction" else {
            throw .unsuitable("maxmemory-policy is \(evictionPolicy); it must be noeviction")
        }
        if isLoading { throw .unreachable("it is still loading its data") }
        if isReplica { throw .unreachable("it is a replica, which takes no writes") }
    }

    /// What an operator should know, though it can be lived with.
    var warnings: [String] {
        guard !isAppendOnly else { return [] }
        return ["Redis keeps no append-only file: running answers of other processes are lost when it restarts"]
    }
}
