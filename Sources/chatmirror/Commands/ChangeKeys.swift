import Domain
import Storage
import Transport

/// Changes the keys that secrets are sealed with: the data keys in the database, or the key file that those are sealed with.
struct ChangeKeys {
    private let configuration: Configuration
    private let act: Act

    private enum Act {
        case rotate
        case rekey(to: String)
    }

    /// `rotate`, or `rekey` and the path of the new key file.
    init(_ configuration: Configuration, words: [String], target: String?) throws {
        self.configuration = configuration
        switch (words.first, target) {
        case ("rotate", nil): act = .rotate
        case ("rekey", let target?) where !target.isEmpty: act = .rekey(to: target)
        default: throw ConfigurationError("keys knows two things to do: rotate, and rekey --to NEWFILE")
        }
    }

    /// With SQLite the server must not run: it has the data folder for itself.
    func run() async throws {
        let database = try await OpenDatabase(configuration)
        let storage = try await OpenStorage(database, configuration).sql
        switch act {
        case .rotate: try await rotate(storage)
        case .rekey(let path): try await rekey(storage, to: path)
        }
        await database.close()
    }

    private func rotate(_ storage: SQLStorage) async throws {
        let rotation = try await storage.dataKeys.rotate()
        try await note(.keysRotated, in: storage, as: "chatmirror keys rotate")
        print(
            """
            Every secret is sealed with data key \(rotation.key): \(rotation.sealed) sealed anew, \
            \(rotation.dropped) former data keys dropped.
            """)
        tell(rotation.unreadable)
    }

    /// The new file is whole before anything needs it, and the former one stays: whoever is cut off here still has both.
    private func rekey(_ storage: SQLStorage, to path: String) async throws {
        guard path != configuration.keyFile else { throw ConfigurationError("\(path) is the key file in use") }
        let unreadable = try await storage.dataKeys.rekey(to: SealingKey(fileAt: path))
        try await note(.keyFileChanged, in: storage, as: "chatmirror keys rekey")
        print(
            """
            From now on the server starts with the key file \(path) only. Move it to \(configuration.keyFile), for every \
            process, and restart them:
              mv \(path) \(configuration.keyFile)
            """)
        tell(unreadable)
    }

    private func tell(_ unreadable: [UnreadableSecret]) {
        for secret in unreadable { print("Passed over, as nothing opens it: \(secret).") }
        if !unreadable.isEmpty { print("Enter the keys and proxies of the accounts that need attention again.") }
    }

    private func note(_ action: AuditAction, in storage: SQLStorage, as command: String) async throws {
        try await storage.audit.append(AuditEntry(at: SystemClock().now, actor: .init(name: command), action: action))
    }
}
