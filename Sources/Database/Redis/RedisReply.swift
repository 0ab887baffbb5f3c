/// One reply of Redis (RESP2).
public enum RedisReply: Sendable, Equatable {
    case null
    case integer(Int64)
    case bytes([UInt8])
    /// `OK` and the like.
    case status(String)
    /// The first word of an error: the rest may repeat arguments.
    case error(String)
    case array([RedisReply])
}

extension RedisReply {
    /// The text of a string or a status that is UTF-8.
    public var text: String? {
        switch self {
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        case .status(let text): text
        case .null, .integer, .error, .array: nil
        }
    }

    /// An integer, or the text of one.
    public var integer: Int64? {
        if case .integer(let number) = self { return number }
        return text.flatMap { Int64($0) }
    }

    public var array: [RedisReply]? { if case .array(let elements) = self { elements } else { nil } }

    public var isNull: Bool { self == .null }

    /// The reply, unless it is an error.
    public func orThrow() throws(RedisError) -> RedisReply {
        if case .error(let code) = self { throw .refused(code) }
        return self
    }
}
