internal import Database
public import Domain

/// What a row of `files` is at.
enum FileState: String, SQLConvertible, SQLReadable {
    case announced, ready
    /// Nobody finds it any more; its contents are to be removed.
    case deleted
    case removed
}

extension File {
    static let columns: SQL =
        """
        public_id, user_id, name, size, kind, width, height, text_size, text_tokens, text_cut, encoding, conversation_id,
        created_at, made
        """
    static let isThere: SQL = "state IN (\(FileState.announced), \(FileState.ready))"

    init(_ row: Row) throws {
        let (width, height): (Int?, Int?) = (try row["width"], try row["height"])
        self.init(
            id: try row["public_id"], owner: try row["user_id"], name: try row["name"], size: try row["size"],
            kind: try row["kind"], conversation: try row["conversation_id"], createdAt: try row["created_at"])
        isMade = try row["made"]
        if let width, let height { pixels = PixelSize(width: width, height: height) }
        if let size: Int = try row["text_size"] {
            text = FileText(
                size: size, tokens: try row["text_tokens"], isCut: try row["text_cut"], encoding: try row["encoding"])
        }
    }

    static func one(_ id: Key<File>, of owner: ID<User>) -> SQL {
        "user_id = \(owner) AND public_id = \(id) AND \(isThere)"
    }

    static func find(_ ids: [Key<File>], of owner: ID<User>, _ session: any SQLSession) throws -> [File] {
        try session.rows(
            """
            SELECT \(columns) FROM files
            WHERE user_id = \(owner) AND public_id IN (\(SQL.list(ids))) AND \(isThere)
            """
        ).map(File.init)
    }

    static func all(
        in conversation: Key<Conversation>, of owner: ID<User>, _ session: any SQLSession
    ) throws -> [Key<File>: File] {
        let files = try session.rows(
            "SELECT \(columns) FROM files WHERE user_id = \(owner) AND conversation_id = \(conversation) AND \(isThere)"
        ).map(File.init)
        return Dictionary(files.map { ($0.id, $0) }) { first, _ in first }
    }

    /// What all files of a member take, with those that are announced.
    static func bytes(of owner: ID<User>, _ session: any SQLSession) throws -> Int {
        try session.rows("SELECT \(bytes(of: "\(owner)")) AS bytes")[0]["bytes"]
    }

    /// The same as a value in a statement, whose owner is named by an expression.
    static func bytes(of owner: SQL) -> SQL {
        "(SELECT CAST(COALESCE(SUM(f.size), 0) AS SIGNED) FROM files f WHERE f.user_id = \(owner) AND \(isThere))"
    }

    static func held(_ session: any SQLSession) throws -> HeldFiles {
        let sums: SQL = "COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS SIGNED) AS bytes"
        let row = try session.rows("SELECT \(sums) FROM files WHERE \(isThere)")[0]
        return HeldFiles(count: try row["files"], bytes: try row["bytes"])
    }

    /// Gives them to a conversation: those that are whole, and in no other one.
    static func take(_ files: [File], into conversation: Key<Conversation>, of owner: ID<User>) -> SQL {
        """
        UPDATE files SET conversation_id = \(conversation)
        WHERE user_id = \(owner) AND public_id IN (\(SQL.list(files.map(\.id)))) AND state = \(FileState.ready)
            AND (conversation_id IS NULL OR conversation_id = \(conversation))
        """
    }

    /// Nobody finds them from then on, and without their keys nobody can read the contents.
    static func delete(where condition: SQL, _ session: any SQLSession) throws {
        try session.execute(
            """
            UPDATE files SET state = \(FileState.deleted), name = '', sealed_key = NULL, conversation_id = NULL
            WHERE \(condition) AND \(isThere)
            """)
    }
}
