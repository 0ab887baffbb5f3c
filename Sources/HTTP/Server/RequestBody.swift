/// The body of a request, read once, on the connection's own loop.
public struct RequestBody: Sendable {
    private let pull: @Sendable (_ limit: Int) async throws(BodyError) -> [UInt8]?

    /// `pull` returns the next piece, or nil at the end; it throws `tooLarge` as soon as more than
    /// `limit` bytes have come in all, or are announced.
    public init(_ pull: @escaping @Sendable (_ limit: Int) async throws(BodyError) -> [UInt8]?) { self.pull = pull }

    public static let empty = RequestBody { _ throws(BodyError) in nil }

    /// A body that is in memory already, for tests.
    public static func bytes(_ bytes: [UInt8]) -> RequestBody {
        let rest = OneShot(bytes)
        return RequestBody { limit throws(BodyError) in
            guard let bytes = rest.take() else { return nil }
            guard bytes.count <= limit else { throw .tooLarge }
            return bytes
        }
    }

    /// The next piece, nil at the end. Throws `tooLarge` as soon as more than `limit` bytes have come in all, or are announced.
    public func next(upTo limit: Int) async throws(BodyError) -> [UInt8]? { try await pull(limit) }

    /// The whole body. Throws `tooLarge` beyond `limit` bytes.
    public func collect(upTo limit: Int) async throws(BodyError) -> [UInt8] {
        var all: [UInt8] = []
        while let piece = try await pull(limit) {
            if all.isEmpty { all = piece } else { all.append(contentsOf: piece) }
        }
        return all
    }
}

/// Why a body could not be read.
public enum BodyError: Error, Sendable, Equatable {
    /// 413; the connection is closed after the answer.
    case tooLarge
    /// Bad chunk framing (400), or the client left or was too slow; the connection is closed.
    case malformed, disconnected, timedOut
}
