import Database
import Domain
import JSON
import Storage
import Transport
import Wire

/// Walks the chain of the audit log and says whether anything in it was changed, removed or moved.
struct VerifyAudit {
    private let configuration: Configuration
    private let printed: AuditHead?

    /// `verify`, and a head as the server's log printed it.
    init(_ configuration: Configuration, words: [String]) throws {
        guard words.first == "verify" else { throw ConfigurationError("audit knows one thing to do: verify") }
        self.configuration = configuration
        printed = try words.dropFirst().first.map(Self.head)
    }

    /// Throws, so that the status is not 0, when the chain is broken. With SQLite the server must not run: it has the
    /// data folder for itself; a copy of the folder will do.
    func run() async throws {
        let database = try await OpenDatabase(configuration)
        // Nothing in the log is sealed, and a copy of the database may have no key file beside it.
        let storage = SQLStorage(database.sql, key: .random())
        let verdict = try await storage.audit.verify(against: printed)
        await database.close()
        switch verdict {
        case .intact(let head): print("The audit log is intact. Its head is \(head.text)")
        case .broken(let row):
            throw ConfigurationError(
                "the audit log was changed: row \(row) does not fit what stands before it, or is missing")
        }
    }

    private static func head(_ text: String) throws -> AuditHead {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let row = Int64(parts[0]), row > 0, let hash = Hexadecimal.decode(String(parts[1])),
            hash.count == 32
        else { throw ConfigurationError("\(text) is no head: a head is a row, a colon and 64 hexadecimal digits") }
        return AuditHead(id: row, hash: hash)
    }
}

extension AuditHead {
    /// As the log prints it and as `audit verify` reads it.
    var text: String { "\(id):\(Hexadecimal.encode(hash))" }
}
