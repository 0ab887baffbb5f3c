import JSON
import Testing
import Wire

@testable import Transport

/// Signed texts are recognised, and nothing else is.
@Suite struct TokenSignerTests {
    private let key = SealingKey.random()
    private let claims = Array(#"{"jti":"a","exp":5}"#.utf8)

    private func encoded(_ text: String) -> String { Base64URL.encode(Array(text.utf8)) }

    @Test func `what was signed is read again, also by another process with the same key`() throws {
        let token = try #require(TokenSigner(key, for: "a").sign(claims))
        #expect(token.split(separator: ".").count == 3)
        #expect(TokenSigner(key, for: "a").claims(of: token) == claims)
        let head = try #require(Base64URL.decode(Text(token.split(separator: ".").map(String.init)[0])))
        #expect(String(decoding: head, as: UTF8.self).contains(#""alg":"HS256""#))
    }

    @Test func `another key, another place, and any change make it nobody's`() throws {
        let signer = TokenSigner(key, for: "a")
        let token = try #require(signer.sign(claims))
        #expect(TokenSigner(.random(), for: "a").claims(of: token) == nil)
        #expect(TokenSigner(key, for: "b").claims(of: token) == nil)
        let parts = token.split(separator: ".").map(String.init)
        let other = encoded(#"{"jti":"b","exp":5}"#)
        #expect(signer.claims(of: "\(parts[0]).\(other).\(parts[2])") == nil)
        #expect(signer.claims(of: "\(parts[0]).\(parts[1]).\(parts[2].dropLast(2))AA") == nil)
        #expect(signer.claims(of: "\(parts[0]).\(parts[1]).") == nil)
        #expect(signer.claims(of: "\(parts[0]).\(parts[1])") == nil)
    }

    @Test(arguments: ["none", "None", "HS384", "HS512", "RS256", "dir", ""])
    func `a token that names another way of signing is nobody's`(algorithm: String) throws {
        let signer = TokenSigner(key, for: "a")
        let token = try #require(signer.sign(claims))
        let parts = token.split(separator: ".").map(String.init)
        let head = encoded(#"{"alg":"\#(algorithm)","typ":"JWT"}"#)
        for signature in ["", parts[2]] { #expect(signer.claims(of: "\(head).\(parts[1]).\(signature)") == nil) }
    }

    @Test(arguments: ["", ".", "..", "...", "a.b.c", "{}", "é.é.é", String(repeating: "a", count: 5000), "\0.\0.\0"])
    func `what is no token is nobody's`(text: String) {
        #expect(TokenSigner(key, for: "a").claims(of: text) == nil)
    }
}
