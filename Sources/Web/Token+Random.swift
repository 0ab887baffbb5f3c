package import Domain
import Transport
import Wire

extension Token {
    /// A fresh one of 256 bits, in 43 characters that need no escape in a URL or a cookie.
    package static func random() -> Token { Token(Base64URL.encode(SecureRandom.bytes(32))) }

    /// One that somebody gave.
    package init(_ text: String) { self.init(Secret(text), hash: SHA256.hash(Array(text.utf8))) }
}
