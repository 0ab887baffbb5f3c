internal import Database
internal import Domain

/// The database as the stores use it: whatever goes wrong becomes a `ChatError` here, and only here.
struct SQLStore: Sendable {
    let database: any SQLDatabase
    let report: @Sendable (DatabaseError) -> Void

    func read<T: Sendable>(_ body: @Sendable (any SQLSession) throws -> T) async throws(ChatError) -> T {
        do { return try await database.read(body) } catch { throw chatError(error) }
    }

    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws(ChatError) -> T {
        do { return try await database.write(body) } catch { throw chatError(error) }
    }

    private func chatError(_ error: any Error) -> ChatError {
        if let error = error as? ChatError { return error }
        let error = error as? DatabaseError ?? DatabaseError(.other, "\(type(of: error))")
        switch error.kind {
        case .constraint(.unique): return .conflict(.exists)
        case .constraint(.foreignKey): return .notFound
        case .constraint(.other), .busy, .full, .corrupt, .io, .other:
            report(error)
            return .unavailable(what: "storage")
        }
    }
}
