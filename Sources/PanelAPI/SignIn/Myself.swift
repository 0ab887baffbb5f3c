import Domain
import HTTP
import JSON
import Web
import Wire

/// Who the visitor is.
struct Myself: Sendable {
    let members: Members
    /// So that what was just spent is told.
    let writeUsage: @Sendable () async -> Void

    /// `GET /api/user/self`, with the field names of New API.
    func show(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        await writeUsage()
        let row = try await members.show(user.id)
        var data = user.signedIn
        data["group"] = .string(user.group)
        for member in row.moneyJSON { data[member.key] = member.value }
        data["package_id"] = user.package.map { .integer($0.value) } ?? .null
        data["package_name"] = .string(row.packageName)
        return .envelope(data)
    }

    /// `GET /api/user/quota`: what is left in every window that the member is checked against, and the package that is their own.
    func quota(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        let (package, windows) = (try await members.package(of: user), try await members.quota(of: user.id))
        return .envelope([
            "windows": .array(windows.map { $0.json }),
            "package": package.map { ["id": .integer($0.id.value), "name": .string($0.name)] } ?? .null,
        ])
    }
}
