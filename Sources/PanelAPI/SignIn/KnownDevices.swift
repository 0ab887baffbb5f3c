import Domain
import JSON
import Transport
import Web
import Wire

/// Proves that a browser has signed in before, so that a flood of strangers and their guesses do not keep its user out. The proof
/// is a sealed cookie that says nothing to anybody else, and ends with the password it was made for.
struct KnownDevices: Sendable {
    let key: SealingKey
    let clock: any WallClock
    let cookie: HostCookie

    static let lifetime = Duration.seconds(180 * 86_400)
    private static let longestCookie = 512
    private static let place = Array("cookie|device".utf8)

    /// What a cookie says.
    struct Proof: Sendable {
        let device: KnownDevice
        fileprivate let password: String
    }

    /// What the cookies of a request prove; none for nearly every stranger.
    func proofs(in cookies: Cookies) -> [Proof] {
        cookie.values(in: cookies, upTo: Self.longestCookie).compactMap(proof)
    }

    /// The first that is of `user`, if his password is still the same.
    func device(of user: ID<User>, _ passwordHash: String?, among proofs: [Proof]) -> KnownDevice? {
        guard let passwordHash else { return nil }
        let password = fingerprint(of: passwordHash)
        return proofs.first { $0.device.user == user && $0.password.utf8.elementsEqual(password.utf8) }?.device
    }

    /// The same as a question; nil when there is no proof.
    func recognition(by proofs: [Proof]) -> SignIn.Recognition? {
        guard !proofs.isEmpty else { return nil }
        return { user, hash in device(of: user, hash, among: proofs) }
    }

    /// The header value for a browser that has just proved `user`'s password. One that was known keeps its number, and with it
    /// what is counted for it.
    func header(for user: ID<User>, _ passwordHash: String, among proofs: [Proof]) -> String {
        let id = proofs.first { $0.device.user == user }?.device.id ?? SecureRandom.bytes(16)
        let end = (clock.now + Self.lifetime).milliseconds
        let text = "\(user) \(end) \(Base64URL.encode(id)) \(fingerprint(of: passwordHash))"
        return cookie.header(Base64URL.encode(key.seal(Array(text.utf8), for: Self.place)), lasting: Self.lifetime)
    }

    private func proof(_ value: Text) -> Proof? {
        guard let sealed = Base64URL.decode(value), let text = try? key.open(sealed, for: Self.place) else {
            return nil
        }
        let parts = text.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 4, let user = Int64(parts[0]), let end = Int64(parts[1]), end > clock.now.milliseconds,
            let id = Base64URL.decode(Text(parts[2]))
        else { return nil }
        return Proof(device: KnownDevice(id: id, user: ID(user)), password: parts[3])
    }

    private func fingerprint(of passwordHash: String) -> String { key.fingerprint(of: Array(passwordHash.utf8)) }
}
