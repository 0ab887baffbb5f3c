import Synchronization

/// A Lua script that the server runs as one step. It is sent once; after that it is called by the name that Redis gave it.
public final class RedisScript: Sendable {
    let source: String
    private let digest = Mutex<[UInt8]?>(nil)

    public init(_ source: String) { self.source = source }

    fileprivate var name: [UInt8]? {
        get { digest.withLock { $0 } }
        set { digest.withLock { $0 = newValue } }
    }
}

extension RedisClient {
    /// Runs a script; loads it first where it is not known. Not cancellable. `server` as in `pipeline`.
    public func run(
        _ script: RedisScript, keys: [String], arguments: [[UInt8]], onlyOn server: String? = nil
    ) async throws(RedisError) -> RedisReply {
        var words = RedisWords()
        for key in keys { words.add(key) }
        for argument in arguments { words.write { word in for byte in argument { word.add(byte) } } }
        return try await run(script, keys: keys.count, words, onlyOn: server)
    }

    /// The same with `words` that begin with so many keys.
    public func run(
        _ script: RedisScript, keys: Int, _ words: RedisWords, onlyOn server: String? = nil
    ) async throws(RedisError) -> RedisReply {
        for _ in 0..<2 {
            let name = try await name(of: script, onlyOn: server)
            let reply = try await perform(RedisRequest.call(name, keys: keys, words), onlyOn: server)
            guard reply == .error("NOSCRIPT") else { return try reply.orThrow() }
            // A server that was started again has forgotten it.
            script.name = nil
        }
        throw .refused("NOSCRIPT")
    }

    private func name(of script: RedisScript, onlyOn server: String?) async throws(RedisError) -> [UInt8] {
        if let name = script.name { return name }
        let load = ["SCRIPT".utf8Bytes, "LOAD".utf8Bytes, script.source.utf8Bytes]
        guard case .bytes(let name) = try await pipeline([load], onlyOn: server)[0].orThrow() else { throw .malformed }
        script.name = name
        return name
    }
}

extension String {
    fileprivate var utf8Bytes: [UInt8] { Array(utf8) }
}
