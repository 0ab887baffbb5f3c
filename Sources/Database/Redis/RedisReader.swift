internal import CHiredis

/// Makes replies of the bytes of one connection, by hiredis' parser.
///
/// Only its parser is used. The asynchronous half of hiredis 0.14 ends the process, by an assertion, when a server
/// sends one reply too many.
final class RedisReader {
    private let reader = redisReaderCreate()!

    /// No reply of ours comes near; without a bound a broken server could fill the memory.
    private static let maximumBytes = 256 << 20

    deinit { redisReaderFree(reader) }

    /// False when there is no more room, or something is wrong already.
    func feed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let outcome = bytes.withMemoryRebound(to: CChar.self) { redisReaderFeed(reader, $0.baseAddress, $0.count) }
        return outcome == REDIS_OK && reader.pointee.len <= Self.maximumBytes
    }

    /// The next whole reply, if there is one.
    func next() throws(RedisError) -> RedisReply? {
        var raw: UnsafeMutableRawPointer?
        guard redisReaderGetReply(reader, &raw) == REDIS_OK else { throw .malformed }
        guard let raw else { return nil }
        defer { freeReplyObject(raw) }
        return RedisReply(raw.assumingMemoryBound(to: redisReply.self).pointee)
    }
}

extension RedisReply {
    fileprivate init(_ raw: redisReply) {
        switch raw.type {
        case REDIS_REPLY_STRING: self = .bytes(Array(raw.content))
        case REDIS_REPLY_STATUS: self = .status(String(decoding: raw.content, as: UTF8.self))
        case REDIS_REPLY_ERROR: self = .error(String(decoding: raw.content.prefix { $0 != 32 }, as: UTF8.self))
        case REDIS_REPLY_INTEGER: self = .integer(raw.integer)
        case REDIS_REPLY_ARRAY:
            self = .array((0..<raw.elements).map { raw.element[$0].map { RedisReply($0.pointee) } ?? .null })
        default: self = .null
        }
    }
}

extension redisReply {
    fileprivate var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: str, count: len) }
}
