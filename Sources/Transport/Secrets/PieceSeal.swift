internal import CSodium
internal import JSON
internal import Wire

/// Seals something long in pieces with a key of its own (libsodium's secretstream, XChaCha20-Poly1305): no piece can be changed,
/// left out, moved or cut off at the end unnoticed, and one is in memory at a time.
public enum PieceSeal {
    /// Bytes of every piece but the last.
    public static let pieceSize = 64 << 10
    static let overhead = crypto_secretstream_xchacha20poly1305_abytes()
    static let headerSize = crypto_secretstream_xchacha20poly1305_headerbytes()
    private static let keySize = crypto_secretstream_xchacha20poly1305_keybytes()

    public static func randomKey() -> [UInt8] { SecureRandom.bytes(keySize) }

    /// A key as it is kept, and back: empty for what is none, which opens nothing.
    public static func text(of key: [UInt8]) -> String { Base64URL.encode(key) }
    public static func key(_ text: String) -> [UInt8] { Base64URL.decode(Text(text)) ?? [] }

    /// Where what is sealed for a place lies in a folder or a bucket, `ab/ab12…`: a hash, so that a list of names tells nothing.
    public static func name(for place: [UInt8]) -> String {
        let name = Hexadecimal.encode(SHA256.hash(place))
        return "\(name.prefix(2))/\(name)"
    }

    fileprivate static let finalTag = crypto_secretstream_xchacha20poly1305_tag_final()
    fileprivate static func fits(_ key: [UInt8]) -> Bool { key.count == keySize }
}

/// `place` is not in what is sealed, but is wanted again to open it.
struct PieceSealer {
    let header: [UInt8]
    private let place: [UInt8]
    private var state = crypto_secretstream_xchacha20poly1305_state()

    init(key: [UInt8], for place: [UInt8]) {
        precondition(PieceSeal.fits(key))
        Sodium.start()
        var header = [UInt8](repeating: 0, count: PieceSeal.headerSize)
        crypto_secretstream_xchacha20poly1305_init_push(&state, &header, key)
        self.header = header
        self.place = place
    }

    mutating func seal(_ piece: [UInt8], isLast: Bool) -> [UInt8] {
        var sealed = [UInt8](repeating: 0, count: piece.count + PieceSeal.overhead)
        let tag = isLast ? PieceSeal.finalTag : 0
        crypto_secretstream_xchacha20poly1305_push(
            &state, &sealed, nil, piece, UInt64(piece.count), place, UInt64(place.count), tag)
        return sealed
    }
}

struct PieceOpener {
    private let place: [UInt8]
    private var state = crypto_secretstream_xchacha20poly1305_state()

    init(key: [UInt8], header: [UInt8], for place: [UInt8]) throws(SealingKey.NotSealedHere) {
        guard PieceSeal.fits(key), header.count == PieceSeal.headerSize else { throw .init() }
        Sodium.start()
        self.place = place
        guard crypto_secretstream_xchacha20poly1305_init_pull(&state, header, key) == 0 else { throw .init() }
    }

    mutating func open(_ sealed: [UInt8]) throws(SealingKey.NotSealedHere) -> (piece: [UInt8], isLast: Bool) {
        guard sealed.count >= PieceSeal.overhead else { throw .init() }
        var piece = [UInt8](repeating: 0, count: sealed.count - PieceSeal.overhead)
        var tag: UInt8 = 0
        let status = crypto_secretstream_xchacha20poly1305_pull(
            &state, &piece, nil, &tag, sealed, UInt64(sealed.count), place, UInt64(place.count))
        guard status == 0 else { throw .init() }
        return (piece, tag == PieceSeal.finalTag)
    }
}
