package import Domain
import HTTP
import JSON
import Transport
import Web
import Wire

/// Taking one's chats along, bringing some, and deleting all (chatmirror.md §3.1). What takes a while is a job, of which only its owner
/// knows.
struct Taking: Sendable {
    let uses: TakingUses
    let jobs: Jobs

    var routes: [Route] {
        [
            Route(.post, "/backend-api/export", .member, ExportWish.form, mayBeEmpty: true, export),
            Route(.get, "/backend-api/export/:id", .member, download),
            Route(.post, "/backend-api/import", .member, takes: .bytesOrFile, bring),
            Route(.post, "/backend-api/erase", .member, .ownName, erase),
            Route(.get, "/backend-api/jobs/:id", .member, show),
            Route(.delete, "/backend-api/jobs/:id", .member, cancel),
        ]
    }

    private func export(_ call: Call, _ wish: ExportWish) async throws(ChatError) -> Response {
        let user = try call.user
        guard let conversation = wish.conversation else { return .job(try await uses.exports.beginAll(for: user)) }
        guard let id = Key<Conversation>(conversation) else { throw .notFound }
        let words = Export.Words(in: call.language)
        return .job(try await uses.exports.begin(id, as: wish.format, words, for: user))
    }

    private func download(_ call: Call) async throws(ChatError) -> Response {
        let (export, read) = try await uses.exports.open(call.key("id"), for: call.user.id)
        return .saved(export.name, export.mediaType, read)
    }

    /// The body is the export, or a form with it as `file`. It is kept on the disk, unreadable without a
    /// key in memory, for as long as the job runs.
    private func bring(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        let spool: Spool
        do throws(Spool.Failure) { spool = try Spool(in: uses.spools) } catch { throw .unavailable(what: "uploads") }
        try await ImportUpload(spool, limit: uses.mostImported).read(call.request)
        return .job(
            try await uses.imports.begin(spool.stored, missing: call.language.missingFromExport, for: user))
    }

    private func erase(_ call: Call, _ name: String) async throws(ChatError) -> Response {
        .job(try await uses.erasure.begin(name, for: call.user))
    }

    private func show(_ call: Call) async throws(ChatError) -> Response {
        .json(try await jobs.find(call.key("id"), for: call.user).json)
    }

    private func cancel(_ call: Call) async throws(ChatError) -> Response {
        .json(try await jobs.cancel(call.key("id"), for: call.user).json)
    }
}

/// What taking along acts through.
package struct TakingUses: Sendable {
    let imports: Imports
    let exports: Exports
    let erasure: Erasure
    /// The folder of what arrives.
    let spools: String
    /// Bytes of an import.
    let mostImported: Int

    package init(imports: Imports, exports: Exports, erasure: Erasure, spools: String, mostImported: Int) {
        self.imports = imports
        self.exports = exports
        self.erasure = erasure
        self.spools = spools
        self.mostImported = mostImported
    }
}

private struct ExportWish: Sendable {
    /// Nil: everything.
    let conversation: String?
    let format: Export.Format

    static let form = Form(
        Field.text("conversation_id"), Field.word("format", Export.Format.self)
    ) { ExportWish(conversation: $0, format: $1 ?? .json) }
}

extension Form where Value == String {
    fileprivate static let ownName = Form(Field.text("user_name").required()) { $0 }
}

extension Response {
    /// A job has begun: where it can be looked at.
    fileprivate static func job(_ job: Job) -> Response { .json(["job_id": .string(job.id.text)], status: 202) }
}
