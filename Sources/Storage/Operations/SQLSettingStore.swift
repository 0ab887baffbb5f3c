internal import Database
public import Domain

/// Runtime options in SQL.
public struct SQLSettingStore: SettingStore {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func values() async throws(ChatError) -> [String: String] { try await store.read(Self.values) }

    public func set(_ name: String, to value: String, _ references: Setting.References) async throws(ChatError) {
        try await store.write { session in
            // Keeps other options, and what packages are deleted, apart from this.
            try User.raiseSystemEpoch(session)
            for package in references.packages where try !session.exists("packages WHERE id = \(package)") {
                throw ChatError.invalid(field: "value", .entry("\(package)", .notThere))
            }
            if let picture = references.picture, try !session.exists("site_pictures WHERE id = \(picture)") {
                throw ChatError.invalid(field: "value", .notThere)
            }
            try Self.require(references, session)
            try session.execute("DELETE FROM options WHERE name = \(name)")
            try session.execute("INSERT INTO options (name, value) VALUES (\(name), \(value))")
            if name == Setting.logo.name { try SitePicture.forgetUnused(session) }
        }
    }

    /// Groups that something is said of are there, and none is gone that is needed.
    private static func require(_ references: Setting.References, _ session: any SQLSession) throws {
        let values = try values(session)
        if !references.usedGroups.isEmpty {
            let groups = try Setting.groups(values)
            for name in references.usedGroups where !groups.contains(name) {
                throw ChatError.invalid(field: "value", .entry(name, .notThere))
            }
        }
        guard let groups = references.groups else { return }
        let users: SQL = "users WHERE user_group NOT IN (\(SQL.list(groups)))"
        let members = try session.rows("SELECT username, user_group FROM \(users) ORDER BY user_group, id LIMIT 5")
        if let first = members.first {
            let group: String = try first["user_group"]
            let names: [String] = try members.filter { try $0["user_group"] == group }.map { try $0["username"] }
            let count = try session.count("users WHERE user_group = \(group)")
            throw ChatError.groupInUse(group, members: names, count: count)
        }
        let attached = try values[Setting.groupPackageIDs.name].map(Setting.groupPackages) ?? []
        if let gone = attached.first(where: { !groups.contains($0.group) }) {
            throw ChatError.groupInUse(gone.group, members: [], count: 0)
        }
    }

    static func values(_ session: any SQLSession) throws -> [String: String] {
        var values: [String: String] = [:]
        for row in try session.rows("SELECT name, value FROM options") { values[try row["name"]] = try row["value"] }
        return values
    }
}
