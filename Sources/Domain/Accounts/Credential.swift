/// What an account proves itself with: a key that stays as it was entered, or several (`KeyRing`), or a pair of tokens that is renewed.
public enum Credential: Sendable, Equatable {
    case key(Secret)
    case pair(TokenPair)

    /// Of an account of this kind, as it is kept.
    public init(_ secret: Secret, of provider: Provider) {
        self = provider.hasLogin ? TokenPair(keptAs: secret).map { .pair($0) } ?? .key(secret) : .key(secret)
    }

    /// A refresh token is good for one renewal, and a session's cookie may be replaced by one: two accounts that had it would take it from each other.
    public var isForOneAlone: Bool {
        guard case .pair(let pair) = self else { return false }
        return pair.renews
    }

    /// The text that is sealed.
    public var stored: Secret {
        switch self {
        case .key(let key): key
        case .pair(let pair): pair.stored
        }
    }

    /// The same as it takes the place of `former`: a pair that was entered later has the larger version, whatever clocks say.
    public static func entered(_ secret: Secret, instead former: Secret?) -> Secret {
        guard var pair = TokenPair(stored: secret) else { return KeyRing.entered(secret, instead: former) }
        let least = former.flatMap { TokenPair(stored: $0) }.map { $0.version + 1 } ?? 1
        pair.version = max(pair.version, least)
        return pair.stored
    }
}
