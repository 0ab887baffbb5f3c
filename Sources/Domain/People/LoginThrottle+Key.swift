extension LoginThrottle {
    /// What failures are counted for.
    enum Key: Hashable {
        case network(String)
        /// A /48 of IPv6, whose owner has as many networks as he likes.
        case site(String)
        case name(String)
        case device([UInt8])
        /// All known devices of one user: a single one, stolen, does not fill it.
        case devices(of: ID<User>)
        case session([UInt8])
        /// All sessions that one personal link opened: who holds it opens as many as he likes.
        case sessions(by: ID<ShareLink>)
        case links(String)
        case linksOfSite(String)
        /// Who tries passcodes of shares.
        case readers(String)
        case readersOfSite(String)
        /// Whoever tries them: many networks together guess no better.
        case share(String)

        var limit: (attempts: Int, within: Duration) {
            switch self {
            case .network: (20, .seconds(300))
            case .site: (100, .seconds(300))
            case .name, .device, .session, .sessions: (10, .seconds(900))
            case .devices: (30, .seconds(900))
            case .links: (100, .seconds(3600))
            case .linksOfSite: (500, .seconds(3600))
            case .readers: (10, .seconds(3600))
            case .readersOfSite: (50, .seconds(3600))
            case .share: (200, .seconds(3600))
            }
        }

        /// Does it wait longer after each further failure, and start anew with the right password?
        var isHeld: Bool {
            switch self {
            case .name, .device, .session, .sessions: true
            case .network, .site, .devices, .links, .linksOfSite, .readers, .readersOfSite, .share: false
            }
        }
    }

    /// Who tries a password: what his failures are counted for. Nobody's failures count for another.
    public enum Source: Sendable {
        /// With a name, from an address.
        case stranger(String, String)
        case device(KnownDevice)
        case session(Session)
        /// The passcode of a share, named by its id, from an address.
        case reader(String, String)

        var keys: [Key] {
            switch self {
            case .stranger(let name, let address): Self.networks(address) + [.name(name.lowercased())]
            case .device(let device): [.device(device.id), .devices(of: device.user)]
            case .session(let session): [session.link.map(Key.sessions) ?? .session(session.hash)]
            case .reader(let share, let address):
                [.readers(NetworkPrefix.of(address)), .share(share)]
                    + [NetworkPrefix.site(of: address).map(Key.readersOfSite)].compactMap(\.self)
            }
        }

        private static func networks(_ address: String) -> [Key] {
            [.network(NetworkPrefix.of(address)), NetworkPrefix.site(of: address).map(Key.site)].compactMap(\.self)
        }
    }

    static func linkKeys(_ address: String) -> [Key] {
        [.links(NetworkPrefix.of(address)), NetworkPrefix.site(of: address).map(Key.linksOfSite)].compactMap(\.self)
    }
}
