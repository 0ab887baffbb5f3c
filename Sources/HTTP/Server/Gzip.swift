internal import CZlib

/// Compresses answers for their way (RFC 1952), a piece at a time: the loop belongs to others, too.
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
