import Domain
import Testing

@Suite struct ValueTests {
    @Test func `random keys are UUIDs of version 4 and differ`() {
        let keys = (0..<1000).map { _ in Key<Message>.random().text }
        #expect(Set(keys).count == 1000)
        for key in keys {
            let parts = key.split(separator: "-")
            #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
            #expect(parts[2].first == "4")
            #expect("89ab".contains(parts[3].first!))
        }
    }

    @Test(arguments: [
        "0", "client-created-root", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "0123abcd-ef45-6789-abcd-ef0123456789", "0123ABCD-ef45-6789-abcd-ef0123456789",
        "0123abcd-ef45-6789-abcd-ef012345678g", "0123abcdef45-6789--abcd-ef0123456789",
        "0123abcd_ef45-6789-abcd-ef0123456789", "0123abcd-ef45-6789-abcd-ef012345678",
    ])
    func `a key is the text it was made of`(text: String) {
        #expect(Key<Message>(text)?.text == text)
        #expect(Key<Message>(text) == Key<Message>(text))
    }

    @Test func `keys are the same when their texts are`() {
        let texts = (0..<500).map { _ in Key<Message>.random().text }
        let keys = Set((texts + texts + texts.map { $0.uppercased() }).compactMap(Key<Message>.init))
        #expect(keys.count == 1000)
        #expect(Set(keys.map(\.text)) == Set(texts + texts.map { $0.uppercased() }))
    }

    @Test(arguments: [
        "", "a/b", "a b", "ü", "a\0", "../x", String(repeating: "a", count: 65), "0123abcd-ef45-6789-abcd-ef01234567é",
    ])
    func `what is no key is refused`(text: String) {
        #expect(Key<Message>(text) == nil)
    }

    @Test func `a text in pieces is the same text, and no piece is too long`() {
        let text = "abc" + String(repeating: "é你🙂", count: 20) + "\r\n"
        for size in 1...40 {
            let pieces = text.pieces(of: size)
            #expect(pieces.joined().utf8.elementsEqual(text.utf8))
            #expect(pieces.allSatisfy { !$0.isEmpty && $0.utf8.count <= max(size, 4) })
        }
        #expect("".pieces(of: 5) == [""])
    }

    @Test func `a secret shows itself to nobody by accident`() {
        let secret = Secret("sk-canary")
        var dumped = ""
        dump([secret], to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains("canary"))
        #expect(secret.reveal() == "sk-canary")
    }

    @Test func `remaining is never negative`() {
        let usage = WindowUsage(of: Limit(3, per: .day), used: 5, resetsAt: nil)
        #expect(usage.remaining == 0)
        #expect(usage.isExhausted)
    }
}
