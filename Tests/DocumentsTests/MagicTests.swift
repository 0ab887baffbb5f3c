import Testing

@testable import Documents

@Suite struct MagicTests {
    @Test(
        arguments: [
            ("%PDF-1.7\n%words", "application/pdf"), ("{\"a\": [1, 2]}", "application/json"),
            ("<!DOCTYPE html><html><body>x", "text/html"), ("# a title\nand words\n", "text/plain"),
            ("%!PS-Adobe-3.0\n", "application/postscript"),
        ])
    func `a kind is told by contents`(_ text: String, _ type: String) throws {
        let magic = try #require(Magic())
        #expect(magic.mediaType(of: Array(text.utf8)) == type)
    }

    @Test func `an empty file and one of blank lines are told, too`() throws {
        let magic = try #require(Magic())
        #expect(magic.mediaType(of: []) == "application/x-empty")
        #expect(magic.mediaType(of: [UInt8](repeating: 0x0A, count: 100_000)) == "text/plain")
    }
}
