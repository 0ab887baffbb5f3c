import FuzzTargets
import TestKit
import Testing

/// Forms of our own making, and what chance makes of them, before the parser and before a careless reader.
@Suite struct MultipartDifferentialTests {
    private static let scraps = [
        "--b\r\n", "\r\n--b\r\n", "--b--", "\r\n--b--\r\n", "\r\n", "\r", "\n", "-", "--", "--b", "x", "漢", "\u{0}",
        "Content-Disposition: form-data; name=\"a\"\r\n\r\n",
        "Content-Disposition: form-data; name=\"é\"; filename=\"f\"\r\n",
        "Content-Type: text/plain\r\n",
    ]

    @Test func `whoever takes a form apart as a whole finds the same parts`() throws {
        var random = SplitMix(7)
        for _ in 0..<3000 {
            var body = Array("multipart/form-data; boundary=b\n--b\r\n\(Self.scraps[13])".utf8)
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                body += Array(Self.scraps.randomElement(using: &random)!.utf8)
            }
            body += Array("\r\n--b--".utf8)
            try FuzzTarget.multipart.check(body)
            let place = Int.random(in: 0..<body.count, using: &random)
            body[place] = UInt8.random(in: 0...255, using: &random)
            try FuzzTarget.multipart.check(body)
        }
    }
}
