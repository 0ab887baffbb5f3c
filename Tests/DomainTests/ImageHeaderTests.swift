import Testing

@testable import Domain

@Suite struct ImageHeaderTests {
    static let samples: [(bytes: [UInt8], outcome: ImageHeader.Outcome)] = [
        (png(640, 480), .image(.png, PixelSize(width: 640, height: 480))),
        (jpeg([segment(0xE0, 14), segment(0xDB, 65)], 0xC0, 4000, 3000), jpegSize(4000, 3000)),
        (
            jpeg([segment(0xE1, 65_533), segment(0xE2, 65_533), segment(0xC4, 40)], 0xC2, 40_000, 7),
            jpegSize(40_000, 7)
        ),
        // Marks may be filled up, and a byte in a segment looks like one.
        (jpeg([[0xFF, 0xFF, 0xFF, 0xE1, 0, 4, 0xFF, 0xC0]], 0xC1, 9, 8), jpegSize(9, 8)),
        (Array("GIF89a".utf8) + [0x40, 1, 0xC8, 0, 0, 0, 0], .image(.gif, PixelSize(width: 320, height: 200))),
        (Array("GIF87a".utf8) + [1, 0, 1, 0], .image(.gif, PixelSize(width: 1, height: 1))),
        (
            webP("VP8 ", [0x10, 0, 0, 0x9D, 1, 0x2A, 0x80, 0x42, 0xE0, 1]),
            .image(.webp, PixelSize(width: 640, height: 480))
        ),
        (webP("VP8L", [0x2F, 0x7F, 0xC2, 0x77, 0]), .image(.webp, PixelSize(width: 640, height: 480))),
        (
            webP("VP8X", [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0, 0, 1]),
            .image(.webp, PixelSize(width: 1 << 24, height: 65_537))
        ),
        ([], .unknown), (Array("%PDF-1.7".utf8), .unknown), (Array("<svg xmlns='x'/>".utf8), .unknown),
        (Array("GIF88a".utf8) + [1, 0, 1, 0], .unknown), (Array("RIFF....WAVEfmt ".utf8), .unknown),
        (Array("BM".utf8) + zeros(40), .unknown),
        (png(0, 480), .damaged), (png(1, 0x8000_0000), .damaged), (jpeg([], 0xC0, 5, 0), .damaged),
        // The picture, or its end, before its frame.
        ([0xFF, 0xD8, 0xFF, 0xDA, 0, 8], .damaged), ([0xFF, 0xD8, 0xFF, 0xD9], .damaged),
        ([0xFF, 0xD8, 0xFF, 0xE0, 0, 1], .damaged), ([0xFF, 0xD8, 0xFF, 0xC0, 0, 7], .damaged),
        ([0xFF, 0xD8] + Array("no segment".utf8), .damaged), ([0xFF, 0xD8, 0xFF, 0, 0, 0], .damaged),
        (webP("VP8 ", [0x11, 0, 0, 0x9D, 1, 0x2A, 1, 0, 1, 0]), .damaged), (webP("VP8L", zeros(10)), .damaged),
        (webP("ALPH", zeros(20)), .damaged),
        (Array(png(1, 1)[..<12]) + Array("IDAT".utf8) + zeros(20), .damaged),
    ]

    @Test func `each kind says its size, and what is none is told apart from what is broken`() {
        for (index, sample) in Self.samples.enumerated() {
            #expect(Self.outcome(of: [sample.bytes]) == sample.outcome, "sample \(index)")
        }
    }

    @Test func `it is read alike however the bytes are cut`() {
        for (index, sample) in Self.samples.enumerated() {
            for cut in 0...min(sample.bytes.count, 200) {
                let pieces = [Array(sample.bytes[..<cut]), Array(sample.bytes[cut...])]
                #expect(Self.outcome(of: pieces) == sample.outcome, "sample \(index) cut at \(cut)")
            }
            #expect(
                Self.outcome(of: sample.bytes.prefix(3000).map { [$0] } + [Array(sample.bytes.dropFirst(3000))])
                    == sample.outcome)
        }
    }

    @Test func `what ends too soon is no image, wherever it ends`() {
        for (index, sample) in Self.samples.enumerated() {
            guard case .image = sample.outcome else { continue }
            for end in 0..<sample.bytes.count {
                let outcome = Self.outcome(of: [Array(sample.bytes[..<end])])
                // A picture's data may follow, and are not looked at.
                #expect(outcome == .unknown || outcome == .damaged || outcome == sample.outcome, "\(index) at \(end)")
                if end < 10 { #expect(outcome != sample.outcome) }
            }
        }
    }

    @Test func `any bytes are read without a fault`() {
        var random = SystemRandomNumberGenerator()
        for sample in Self.samples where !sample.bytes.isEmpty {
            for _ in 0..<300 {
                var bytes = Array(sample.bytes.prefix(400))
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
                }
                if case .image(_, let size) = Self.outcome(of: [bytes]) {
                    #expect(size.width > 0 && size.height > 0)
                }
            }
        }
    }

    private static func outcome(of pieces: [[UInt8]]) -> ImageHeader.Outcome {
        var header = ImageHeader()
        for piece in pieces { header.take(piece) }
        header.end()
        return header.outcome
    }

    private static func jpegSize(_ width: Int, _ height: Int) -> ImageHeader.Outcome {
        .image(.jpeg, PixelSize(width: width, height: height))
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    private static func big(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func png(_ width: Int, _ height: Int) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13, 4) + Array("IHDR".utf8) + big(width, 4)
            + big(height, 4)
            + [8, 6, 0, 0, 0]
    }

    private static func segment(_ mark: UInt8, _ content: Int) -> [UInt8] {
        [0xFF, mark] + big(content + 2, 2) + [UInt8](repeating: 0xFF, count: content)
    }

    private static func jpeg(_ segments: [[UInt8]], _ frame: UInt8, _ width: Int, _ height: Int) -> [UInt8] {
        [0xFF, 0xD8] + segments.flatMap(\.self) + [0xFF, frame, 0, 17, 8] + big(height, 2) + big(width, 2) + zeros(20)
    }

    private static func webP(_ chunk: String, _ content: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + [100, 0, 0, 0] + Array("WEBP".utf8) + Array(chunk.utf8) + [50, 0, 0, 0] + content
            + zeros(8)
    }
}
