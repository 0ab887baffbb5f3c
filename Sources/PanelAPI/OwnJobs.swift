import Domain
import HTTP
import Web
import Wire

/// What somebody began and waits for (chatmirror.md §3.1, §5): each sees their own jobs alone.
struct OwnJobs: Sendable {
    let jobs: Jobs

    static func routes(_ jobs: Jobs) -> [Route] {
        let own = OwnJobs(jobs: jobs)
        return [
            Route(.get, "/api/job/:id", .member, own.show),
            Route(.delete, "/api/job/:id", .member, own.cancel),
        ]
    }

    /// `GET /api/job/:id`
    func show(_ call: Call) async throws(ChatError) -> Response {
        .envelope(try await jobs.find(call.key("id"), for: call.user).json)
    }

    /// `DELETE /api/job/:id`: it stops within two seconds, and what it did stays done.
    func cancel(_ call: Call) async throws(ChatError) -> Response {
        .envelope(try await jobs.cancel(call.key("id"), for: call.user).json)
    }
}
