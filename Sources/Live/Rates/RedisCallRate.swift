public import Database
public import Domain

/// Counts the calls of all processes.
public struct RedisCallRate: CallRate {
    private let client: RedisClient
    private let prefix: String

    public init(client: RedisClient, prefix: String = "cm:") {
        self.client = client
        self.prefix = prefix
    }

    public func take(_ subject: String, most: Int, at moment: Timestamp) async -> Timestamp? {
        let numbers = [moment.milliseconds, Int64(most), Duration.callRateSpan.inMilliseconds]
        let reply = try? await client.run(
            Self.script, keys: ["\(prefix)rate:\(subject)"], arguments: numbers.map { Array(String($0).utf8) })
        guard case .integer(let free)? = reply, free > 0 else { return nil }
        return Timestamp(milliseconds: free)
    }

    /// The moments of a subject's calls, newest first. Returns 0 for one that is counted, else when the next may be.
    private static let script = RedisScript(
        """
        local now, most, span = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local oldest = redis.call('LINDEX', KEYS[1], most - 1)
        if oldest and tonumber(oldest) + span > now then return tonumber(oldest) + span end
        redis.call('LPUSH', KEYS[1], ARGV[1])
        redis.call('LTRIM', KEYS[1], 0, most - 1)
        redis.call('PEXPIRE', KEYS[1], span)
        return 0
        """)
}
