/// One step of the schema, in the words of each engine. Once released it is never edited.
public struct Migration: Sendable {
    public let version: Int
    public let name: String
    private let sqlite: [UInt8]
    private let mysql: [UInt8]

    public init(_ version: Int, _ name: String, sqlite: [UInt8], mysql: [UInt8]) {
        self.version = version
        self.name = name
        self.sqlite = sqlite
        self.mysql = mysql
    }

    func script(for dialect: SQLDialect) -> [UInt8] {
        switch dialect {
        case .sqlite: sqlite
        case .mysql: mysql
        }
    }

    /// Comments begin a line with `--`; a statement ends where a line ends with `;`.
    func statements(for dialect: SQLDialect) -> [SQL] {
        var statements: [SQL] = []
        var lines: [Substring] = []
        for line in String(decoding: script(for: dialect), as: UTF8.self).split(separator: "\n") {
            if line.allSatisfy(\.isWhitespace) || line.hasPrefix("--") { continue }
            lines.append(line)
            guard line.hasSuffix(";") else { continue }
            statements.append(SQL(migration: String(lines.joined(separator: "\n").dropLast())))
            lines = []
        }
        return statements
    }

    /// FNV-1a, 64 bits: it finds an edited file, not an attacker.
    func checksum(for dialect: SQLDialect) -> String {
        let hash = script(for: dialect).reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}

/// Why the schema was left alone.
public enum MigrationError: Error, Equatable, Sendable, CustomStringConvertible {
    case edited(version: Int, name: String)
    case newerSchema(found: Int, known: Int)
    /// The process that applied it died half-way, on an engine that cannot undo a change of the schema.
    case unfinished(version: Int, name: String, statement: String)

    public var description: String {
        switch self {
        case .edited(let version, let name):
            "migration \(version) (\(name)) is not the one that this database was made with"
        case .newerSchema(let found, let known):
            "the database has schema \(found), this program knows schemas up to \(known): it was used by a newer version"
        case .unfinished(let version, let name, let statement):
            """
            migration \(version) (\(name)) was begun and did not end: it stopped at its \(statement), and the server keeps \
            what came before. Restore the database from before the upgrade (or empty it, if it was new) and start again
            """
        }
    }
}
