import Synchronization
internal import Transport

/// One or more commands that travel together, and who waits for their replies.
final class RedisRequest: @unchecked Sendable {
    // Unchecked: made by one task, then touched by its loop's thread alone; `cancelled` is atomic.
    let bytes: [UInt8]
    let deadline: MonotonicTime
    /// The run of the server that it is meant for; nil for any.
    let server: String?
    var continuation: UnsafeContinuation<Outcome, Never>?
    private let count: Int
    private var replies: [RedisReply] = []
    private let cancelled = Atomic<Bool>(false)

    typealias Outcome = Result<[RedisReply], RedisError>

    convenience init(_ commands: [[[UInt8]]], until deadline: MonotonicTime, onlyOn server: String? = nil) {
        self.init(Self.encode(commands), of: commands.count, until: deadline, onlyOn: server)
    }

    /// Of so many commands, as they travel.
    init(_ bytes: [UInt8], of count: Int, until deadline: MonotonicTime, onlyOn server: String? = nil) {
        self.bytes = bytes
        self.count = count
        self.deadline = deadline
        self.server = server
    }

    /// Set from any thread, also before it is submitted.
    var isCancelled: Bool {
        get { cancelled.load(ordering: .acquiring) }
        set { cancelled.store(newValue, ordering: .releasing) }
    }

    /// Takes the next reply; true when it was the last.
    func take(_ reply: RedisReply) -> Bool {
        replies.append(reply)
        guard replies.count == count else { return false }
        finish(.success(replies))
        return true
    }

    func finish(_ outcome: Outcome) {
        continuation?.resume(returning: outcome)
        continuation = nil
    }

    /// The call of a script by its name.
    static func call(_ name: [UInt8], keys: Int, _ words: RedisWords) -> [UInt8] {
        var head = RedisWords()
        head.add("EVALSHA")
        head.write { word in for byte in name { word.add(byte) } }
        head.add(Int64(keys))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(words.bytes.count + 96)
        bytes.append(contentsOf: "*\(head.count + words.count)\r\n".utf8)
        bytes += head.bytes
        bytes += words.bytes
        return bytes
    }

    /// Arrays of bulk strings: any bytes are safe in them.
    static func encode(_ commands: [[[UInt8]]]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(commands.reduce(0) { $0 + $1.reduce(16) { $0 + $1.count + 16 } })
        for command in commands {
            bytes.append(contentsOf: "*\(command.count)\r\n".utf8)
            for argument in command {
                bytes.append(contentsOf: "$\(argument.count)\r\n".utf8)
                bytes.append(contentsOf: argument)
                bytes.append(contentsOf: [13, 10])
            }
        }
        return bytes
    }
}
