import Domain
import Testing

@testable import Documents

/// Texts of one language in an encoding, as bytes that were made by another program.
@Suite struct TextDecoderTests {
    /// The text, the encoding it is found to be in, its bytes.
    private static let samples: [(String, TextEncoding, [UInt8])] = [
        ("plain\n", .utf8, Array("plain\n".utf8)), ("中文 😀", .utf8, Array("中文 😀".utf8)),
        ("with a mark", .utf8, [0xEF, 0xBB, 0xBF] + Array("with a mark".utf8)),
        ("hello", .utf16LittleEndian, [0xFF, 0xFE] + "hello".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        ("hello", .utf16BigEndian, [0xFE, 0xFF] + "hello".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
        ("a 中文\n", .utf16LittleEndian, "a 中文\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        ("a 中文\n", .utf16BigEndian, "a 中文\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
        // Four characters of GBK, which libuchardet takes for Greek.
        ("你好世界", .gb18030, [0xC4, 0xE3, 0xBA, 0xC3, 0xCA, 0xC0, 0xBD, 0xE7]),
        // A comment in code, which it takes for Western.
        ("int a; // 变量", .gb18030, Array("int a; // ".utf8) + [0xB1, 0xE4, 0xC1, 0xBF]),
        ("café au lait", .windows1252, Array("caf".utf8) + [0xE9] + Array(" au lait".utf8)),
    ]

    @Test(arguments: samples) func `a text is found in its encoding`(
        _ text: String, _ encoding: TextEncoding, _ bytes: [UInt8]
    ) throws {
        let (found, how) = try #require(TextDecoder.text(of: bytes, as: nil, isCut: false))
        #expect(String(decoding: found, as: UTF8.self).replacing("\u{FEFF}", with: "") == text && how == encoding)
    }

    @Test(arguments: TextEncoding.allCases) func `each encoding can be chosen, and what is not in it is refused`(
        _ encoding: TextEncoding
    ) {
        let plain = encoding.rawValue.hasPrefix("UTF-16") ? [0x41, 0x41] : Array("AA".utf8)
        #expect(TextDecoder.text(of: plain, as: encoding, isCut: false)?.1 == encoding)
        // Half a character.
        let half: [UInt8] = encoding.rawValue.hasPrefix("UTF-16") ? [0x41] : [0x1B, 0x24]
        if ![.windows1251, .koi8R, .windows1252].contains(encoding) {
            let bad: [UInt8] = encoding == .iso2022JP || encoding.rawValue.hasPrefix("UTF-16") ? half : [0x41, 0xFF]
            #expect(TextDecoder.text(of: bad, as: encoding, isCut: false) == nil)
        }
    }

    @Test(
        arguments: [
            [0x7F, 0x45, 0x4C, 0x46, 0, 0, 1, 0, 0, 2, 0, 3, 0xFF, 0xFE, 0x80, 0], [0, 0, 0, 0], [0xFF, 0xFE, 0x00],
            [0x80, 0x00, 0x00, 0x81, 0x00, 0x00, 0x00],
        ] as [[UInt8]]) func `what holds NULs is no text`(_ bytes: [UInt8])
    {
        #expect(TextDecoder.text(of: bytes, as: nil, isCut: false) == nil)
    }

    @Test func `of a text that is cut in a character the whole ones are kept`() throws {
        let bytes = Array("ab中文".utf8)
        for count in 3..<bytes.count {
            let cut = Array(bytes.prefix(count))
            let (text, _) = try #require(TextDecoder.text(of: cut, as: nil, isCut: true))
            #expect(text == Array((count < 5 ? "ab" : count < 8 ? "ab中" : "ab中文").utf8))
        }
    }
}
