import TestKit
import Testing

@testable import Storage

/// What becomes of a text that is searched, and of words that are searched for.
@Suite struct FoldingTests {
    private func folded(_ text: String) -> String { String(decoding: Folding.folded(text), as: UTF8.self) }

    @Test(arguments: [
        ("Hello, World", "hello, world"), ("Ｃａｆé", "cafe"), ("cafe\u{301}", "cafe"), ("ﬁne", "fine"),
        ("Straße", "strasse"), ("ΑΘΉΝΑ", "αθηνα"), ("ёлка", "елка"), ("İstanbul", "istanbul"), ("ＡＢＣ１２３", "abc123"),
        ("两个 字", "两个 字"), ("全角　空格", "全角 空格"), ("no\u{A0}break", "no break"), ("a \t\n\r  b", "a b"),
        ("line\u{2028}separator", "line separator"), ("ガイド", "ガイド"), ("ｶﾞｲﾄﾞ", "ガイド"), ("カ\u{3099}イト\u{3099}", "ガイド"),
        ("か", "か"), ("が", "が"), ("한국어", "한국어"), ("한", "한"), ("שָׁלוֹם", "שלום"),
        ("हिन्दी", "हिन्दी"), ("ไทย", "ไทย"), ("zero\u{200B}width\u{AD}", "zerowidth"), ("①½", "11⁄2"), ("👍🏽", "👍🏽"),
        ("👨‍👩‍👧", "👨👩👧"), ("\u{301}", ""), ("", ""), ("\u{0}", "\u{0}"), ("…", "..."),
    ])
    func `a text is folded`(text: String, expected: String) {
        #expect(Array(folded(text).unicodeScalars) == Array(expected.unicodeScalars))
    }

    /// Any scalar, with a liking for those that mean something to folding.
    private func scalar(_ random: inout SplitMix) -> Unicode.Scalar {
        let ranges: [ClosedRange<UInt32>] = [
            32...126, 0xA0...0x24F, 0x300...0x36F, 0x590...0x6FF, 0x1100...0x11FF, 0x3040...0x30FF, 0x4E00...0x4EFF,
            0xAC00...0xACFF, 0xFB00...0xFDFF, 0xFF00...0xFFEF, 0x1F300...0x1F6FF, 1...0x10FFFF,
        ]
        return Unicode.Scalar(UInt32.random(in: ranges.randomElement(using: &random)!, using: &random)) ?? "?"
    }

    @Test(arguments: 1...20)
    func `whatever stands in a text is found in it`(seed: UInt64) {
        var random = SplitMix(seed)
        for _ in 0..<200 {
            var parts = ["", "", ""]
            for index in parts.indices {
                // Begins a piece: marks would hang on what stands before.
                parts[index] = "字"
                for _ in 0..<Int.random(in: 0...20, using: &random) {
                    parts[index].unicodeScalars.append(scalar(&random))
                }
            }
            let whole = Folding.folded(parts.joined())
            #expect(whole == parts.flatMap(Folding.folded))
            // Folded is folded, but for spaces, of which an end may have one.
            #expect(
                String(decoding: whole, as: UTF8.self).unicodeScalars.allSatisfy {
                    !$0.properties.isUppercase || $0.value > 0xFF
                })
        }
    }

    /// Putting marks in order costs the square of their number: a million would take hours.
    @Test func `a letter under a million marks is folded`() {
        let marks = ["\u{5B0}", "\u{316}", "\u{334}", "\u{3099}", "\u{E49}"]
        let text = "e" + (0..<1_000_000).map { marks[$0 % marks.count] }.joined() + "nd"
        let bytes = Folding.folded(text)
        #expect(bytes.starts(with: "e".utf8) && bytes.suffix(2).elementsEqual("nd".utf8))
    }
}
