import Testing

@testable import Domain

@Suite struct FileRulesTests {
    @Test func `a name is the last part of what was a path, of either kind`() throws {
        for (text, name) in [
            ("a.png", "a.png"), ("../../etc/passwd", "passwd"), (#"C:\Users\me\夏.png"#, "夏.png"), ("a/b\\c", "c"),
            ("..", ".."),
            ("x/", "x"), (String(repeating: "é", count: 255), String(repeating: "é", count: 255)),
        ] {
            #expect(try FileRules.name(text) == name)
        }
        for text in ["", "/", "\\/", "a\u{0}b", "a\nb", "\u{7F}", String(repeating: "x", count: 256)] {
            #expect(throws: ChatError.self) { try FileRules.name(text) }
        }
    }
}
