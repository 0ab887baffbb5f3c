import Domain
import HTTP
import JSON
import Web
import Wire

/// Who the visitor is.
struct Myself: Sendable {
    let packages: any PackageStore
    let ledger: any QuotaLedger

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

    /// `GET /api/user/quota`: what is left in every window of the member's package; no package, no windows.
    func quota(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        guard let id = user.package else { return .envelope(["windows": [], "package": nil]) }
        let package = try await packages.find(id)
        let windows = try await ledger.usage(of: user.id, under: package.limits)
        return .envelope([
            "windows": .array(windows.map { $0.json(scope: "member") }),
            "package": ["id": .integer(package.id.value), "name": .string(package.name)],
        ])
    }
}
