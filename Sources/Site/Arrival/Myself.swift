import Domain
import HTTP
import JSON
import Wire

/// Who the visitor is.
struct Myself: Sendable {
    let packages: any PackageStore

    /// `GET /api/user/self`, with the field names of New API.
    func show(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        var name: String?
        if let package = user.package { name = try await packages.find(package).name }
        var data = user.signedIn
        data["group"] = "default"
        data["quota"] = 0
        data["package_id"] = user.package.map { .integer($0.value) } ?? .null
        data["package_name"] = .string(name)
        return .envelope(data)
    }
}
