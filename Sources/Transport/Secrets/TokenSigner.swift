internal import CJose

/// Signs texts and recognises them again, as JSON Web Tokens (RFC 7515, 7519) by HS256 and nothing else: a token that names another way
/// of signing, or none, is nobody's.
public struct TokenSigner: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: [UInt8]

    /// More is no token of ours.
    private static let longest = 4096
    private static let algorithm = "HS256"

    public init(_ key: SealingKey, for place: String) { self.key = key.derived(for: place) }

    /// Nil when it could not be made.
    public func sign(_ claims: [UInt8]) -> String? {
        withKey { jwk in
            guard let header = cjose_header_new(nil) else { return nil }
            defer { cjose_header_release(header) }
            // The library's own names of these are globals that may change, which Swift refuses.
            guard cjose_header_set(header, "alg", Self.algorithm, nil), cjose_header_set(header, "typ", "JWT", nil),
                let jws = cjose_jws_sign(jwk, header, claims, claims.count, nil)
            else { return nil }
            defer { cjose_jws_release(jws) }
            var text: UnsafePointer<CChar>?
            // It is the object's.
            guard cjose_jws_export(jws, &text, nil), let text else { return nil }
            return String(cString: text)
        }
    }

    /// What was signed; nil for anything else.
    public func claims(of token: String) -> [UInt8]? {
        let text = Array(token.utf8)
        guard (1...Self.longest).contains(text.count) else { return nil }
        return withKey { jwk in
            let imported = text.withUnsafeBytes { bytes in
                cjose_jws_import(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, nil)
            }
            guard let jws = imported else { return nil }
            defer { cjose_jws_release(jws) }
            // Before it is verified: the library would go by what the token says of itself.
            guard let header = cjose_jws_get_protected(jws), let named = cjose_header_get(header, "alg", nil),
                String(cString: named) == Self.algorithm, cjose_jws_verify(jws, jwk, nil)
            else { return nil }
            var (claims, count): (UnsafeMutablePointer<UInt8>?, Int) = (nil, 0)
            guard cjose_jws_get_plaintext(jws, &claims, &count, nil), let claims else { return nil }
            return Array(UnsafeBufferPointer(start: claims, count: count))
        }
    }

    private func withKey<Answer>(_ body: (OpaquePointer) -> Answer?) -> Answer? {
        guard let jwk = cjose_jwk_create_oct_spec(key, key.count, nil) else { return nil }
        defer { cjose_jwk_release(jwk) }
        return body(jwk)
    }

    public var description: String { "TokenSigner" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
