internal import CZlib

/// Packs answers for their way and unpacks what comes (RFC 1952), a piece at a time: the loop belongs to others, too.
public enum Gzip {
    /// So many bytes are compressed at once: less than half a millisecond at the quickest level.
    private static let piece = 32 << 10
    private static let quickest: Int32 = 1

    /// Nil when zlib has no memory.
    public static func compressed(_ bytes: [UInt8]) async -> [UInt8]? {
        // zlib keeps a pointer to it.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        guard czlib_begin_gzip(stream, quickest) == Z_OK else { return nil }
        defer { deflateEnd(stream) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / 4 + 64)
        var start = 0
        repeat {
            let end = min(start + piece, bytes.count)
            add(bytes[start..<end], isLast: end == bytes.count, stream, to: &output)
            start = end
            if start < bytes.count { await Task.yield() }
        } while start < bytes.count
        return output
    }

    public enum Failure: Error, Sendable { case malformed, tooLarge }

    /// What gzip or deflate (RFC 1950) made of at most `limit` bytes.
    public static func unpacked(_ bytes: [UInt8], upTo limit: Int) async throws(Failure) -> [UInt8] {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        guard czlib_begin_unpacking(stream) == Z_OK else { throw .malformed }
        defer { inflateEnd(stream) }
        var output: [UInt8] = []
        var start = 0
        while start < bytes.count {
            let end = min(start + piece / 16, bytes.count)
            // Whatever follows the end is nobody's.
            if try unpack(bytes[start..<end], upTo: limit, stream, to: &output) { return output }
            start = end
            await Task.yield()
        }
        throw .malformed
    }

    /// Whether it was the last piece.
    private static func unpack(
        _ bytes: ArraySlice<UInt8>, upTo limit: Int, _ stream: UnsafeMutablePointer<z_stream>, to output: inout [UInt8]
    ) throws(Failure) -> Bool {
        var result = Z_OK
        var isTooLarge = false
        bytes.withUnsafeBufferPointer { input in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: piece) { room in
                    stream.pointee.next_out = room.baseAddress
                    stream.pointee.avail_out = UInt32(room.count)
                    result = inflate(stream, Z_NO_FLUSH)
                    output.append(contentsOf: room[..<(room.count - Int(stream.pointee.avail_out))])
                }
                isTooLarge = output.count > limit
            } while result == Z_OK && stream.pointee.avail_out == 0 && !isTooLarge
        }
        guard !isTooLarge else { throw .tooLarge }
        // Nothing to read, or nowhere to write to, is no fault.
        guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { throw .malformed }
        return result == Z_STREAM_END
    }

    private static func add(
        _ bytes: ArraySlice<UInt8>, isLast: Bool, _ stream: UnsafeMutablePointer<z_stream>, to output: inout [UInt8]
    ) {
        bytes.withUnsafeBufferPointer { input in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: piece) { room in
                    stream.pointee.next_out = room.baseAddress
                    stream.pointee.avail_out = UInt32(room.count)
                    _ = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    output.append(contentsOf: room[..<(room.count - Int(stream.pointee.avail_out))])
                }
            } while stream.pointee.avail_out == 0
        }
    }
}
