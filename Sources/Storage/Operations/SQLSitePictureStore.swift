internal import Database
public import Domain
internal import Transport
internal import Wire

/// Pictures of the site and of assistants in SQL.
public struct SQLSitePictureStore: SitePictureStore {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func find(_ id: Key<SitePicture>) async throws(ChatError) -> SitePicture {
        try await store.read { session in
            guard let row = try session.rows("SELECT kind, contents FROM site_pictures WHERE id = \(id)").first else {
                throw ChatError.notFound
            }
            return SitePicture(kind: try row["kind"], contents: try row["contents"])
        }
    }

    public func setLogo(_ picture: SitePicture?) async throws(ChatError) -> (former: String, latter: String) {
        try await store.write { session in
            // Of several changes at once each sees what those before have left.
            try User.raiseSystemEpoch(session)
            let name = Setting.logo.name
            let former = try SQLSettingStore.values(session)[name] ?? Setting.logo.standard
            let latter = try picture.map { SiteLook.logoAddress(try $0.keep(session)) } ?? Setting.logo.standard
            try session.execute("DELETE FROM options WHERE name = \(name)")
            try session.execute("INSERT INTO options (name, value) VALUES (\(name), \(latter))")
            try SitePicture.forgetUnused(session)
            return (former, latter)
        }
    }
}

extension SitePicture {
    /// Its id, whether it was kept before or not.
    func keep(_ session: any SQLSession) throws -> Key<SitePicture> {
        // 64 digits always are a key.
        let id = Key<SitePicture>(Hexadecimal.encode(SHA256.hash(contents)))!
        if try session.exists("site_pictures WHERE id = \(id)") { return id }
        try session.execute("INSERT INTO site_pictures (id, kind, contents) VALUES (\(id), \(kind), \(contents))")
        return id
    }

    /// Deletes those that nothing shows any more.
    static func forgetUnused(_ session: any SQLSession) throws {
        let logo = Setting.logoPicture(try SQLSettingStore.values(session))
        let others: SQL = if let logo { " AND id <> \(logo)" } else { "" }
        try session.execute(
            """
            DELETE FROM site_pictures
            WHERE id NOT IN (SELECT picture FROM assistants WHERE picture IS NOT NULL)\(others)
            """)
    }
}
