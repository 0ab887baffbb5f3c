import CZlib
import HTTP
import TestKit
import Testing

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 1023, 1024, (32 << 10) - 1, 32 << 10, (32 << 10) + 1, 3 << 20])
    func `what is compressed is the same again`(length: Int) async throws {
        var random = SplitMix(7)
        for alphabet in [UInt8(0)...255, 97...98, 120...120] {
            let bytes = (0..<length).map { _ in UInt8.random(in: alphabet, using: &random) }
            let packed = try #require(await Gzip.compressed(bytes))
            #expect(packed.starts(with: [0x1F, 0x8B]))
            #expect(unpacked(packed, upTo: length + 1) == bytes)
        }
    }

    @Test(arguments: [0, 1, 2047, 2048, 2049, 32 << 10, 3 << 20])
    func `what is unpacked was packed, and no byte more than the limit is kept`(length: Int) async throws {
        var random = SplitMix(7)
        for alphabet in [UInt8(0)...255, 120...120] {
            let bytes = (0..<length).map { _ in UInt8.random(in: alphabet, using: &random) }
            let packed = try #require(await Gzip.compressed(bytes))
            #expect(try await Gzip.unpacked(packed, upTo: length) == bytes)
            if length > 0 {
                await #expect(throws: Gzip.Failure.tooLarge) { try await Gzip.unpacked(packed, upTo: length - 1) }
            }
            for cut in [0, 1, packed.count / 2, packed.count - 1] {
                await #expect(throws: Gzip.Failure.malformed) {
                    try await Gzip.unpacked(Array(packed.prefix(cut)), upTo: length)
                }
            }
        }
        // deflate, as RFC 1950 has it: "hello".
        let deflated: [UInt8] = [
            0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x06, 0x2C, 0x02, 0x15,
        ]
        #expect(try await Gzip.unpacked(deflated, upTo: 5) == Array("hello".utf8))
        await #expect(throws: Gzip.Failure.malformed) { try await Gzip.unpacked(Array("hello".utf8), upTo: 5) }
    }

    /// By zlib itself, as one piece.
    private func unpacked(_ bytes: [UInt8], upTo limit: Int) -> [UInt8] {
        var stream = z_stream()
        var input = bytes
        var output = [UInt8](repeating: 0, count: limit)
        let written = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                let status = inflate(&stream, Z_FINISH)
                inflateEnd(&stream)
                return status == Z_STREAM_END ? Int(stream.total_out) : -1
            }
        }
        return written < 0 ? [] : Array(output[..<written])
    }
}
