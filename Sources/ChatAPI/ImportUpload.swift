import Domain
import HTTP
import Transport

/// Reads an export that is uploaded onto the disk.
struct ImportUpload {
    private let spool: Spool
    private let limit: Int

    init(_ spool: Spool, limit: Int) {
        self.spool = spool
        self.limit = limit
    }

    /// Throws `tooLarge`, `invalid` for what is cut off or holds nothing, and `unavailable` when the disk has no room for it.
    func read(_ body: RequestBody) async throws(ChatError) {
        while let piece = try await next(of: body) {
            do throws(Spool.Failure) { try spool.append(piece) } catch { throw .unavailable(what: "uploads") }
        }
        guard spool.count > 0 else { throw .invalid(field: "body", .empty) }
    }

    private func next(of body: RequestBody) async throws(ChatError) -> [UInt8]? {
        do throws(BodyError) {
            return try await body.next(upTo: limit)
        } catch {
            throw error == .tooLarge ? .tooLarge(limit: limit) : .invalid(field: "body", .incomplete)
        }
    }
}
