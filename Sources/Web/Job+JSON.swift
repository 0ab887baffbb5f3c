package import Domain
package import HTTP
package import JSON

extension Job {
    /// As its owner sees it (chatmirror.md §3.1): one that was cancelled has failed, and says so.
    package var json: JSONValue {
        var json: JSONValue = [
            "id": .string(id.text), "kind": .string(kind.rawValue), "status": .string(shownStatus.rawValue),
            "done": .integer(done), "total": .integer(total), "report": report,
        ]
        if let error { json["error"] = .string(error) }
        return json
    }

    private var shownStatus: Status { status == .cancelled ? .failed : status }
    private var error: String? { status == .cancelled ? Status.cancelled.rawValue : failure?.rawValue }
}

extension Response {
    /// A job has begun: where it can be looked at (chatmirror.md §5).
    package static func begun(_ job: Job, status: Int = 202) -> Response {
        .json(["success": true, "message": "", "data": ["job_id": .string(job.id.text)]], status: status)
    }
}
