internal import Domain
internal import HTTP
internal import JSON
package import Web
internal import Wire

extension Surface {
    /// What mini-programs call with the key of their application (docs/mini-program.md). The header selects the surface and the path does
    /// not: `GET /api/user/:id` is the panel's, too, and an `openid` may look like a number, or be `self`.
    ///
    /// Where no application is configured nothing is there.
    package static func miniProgram(_ uses: RelayUses) -> Surface {
        let routes = uses.miniProgram.map { MiniProgramRoutes(uses, $0).all } ?? []
        return Surface(
            "mini-program", claiming: [.header("x-app-key")],
            failingAs: .own { error, _, now in AppRefusal(error, now: now).response }, by: .application,
            from: routes.isEmpty ? .own : .any, routes)
    }
}

/// Each route with what answers it.
private struct MiniProgramRoutes {
    private let chat: AppChat
    private let images: AppImages
    private let users: AppUsers

    init(_ uses: RelayUses, _ program: MiniProgram) {
        let callers = AppCallers(program)
        chat = AppChat(uses: uses, program: program, callers: callers)
        images = AppImages(uses: uses, program: program, callers: callers)
        users = AppUsers(program: program, callers: callers)
    }

    var all: [Route] {
        [
            Route(.post, "/api/chat", .anyone, takes: .appQuestion, chat.answer),
            Route(.post, "/api/image", .anyone, takes: .appPicture, images.answer),
            Route(.get, "/api/history/:openid", .anyone, users.history),
            Route(.delete, "/api/history/:openid", .anyone, users.deleteHistory),
            Route(.get, "/api/user/:openid", .anyone, users.show),
            Route(.post, "/api/token/refresh", .anyone, takes: .appUser, users.refreshToken),
            Route(.get, "/api/balance", .anyone, users.balance),
        ]
    }
}

extension BodyShape {
    fileprivate static let appQuestion = json([
        openID.required, FieldShape("messages", .list, sample: [["role": "user", "content": "你好"]]).required,
    ])
    fileprivate static let appPicture = json([
        FieldShape("prompt", .text(longest: Route.defaultBodyLimit), sample: "A bee").required,
        FieldShape("n", .wholeNumber(1...10), sample: 1), FieldShape("size", .text(longest: 32), sample: "1024x1024"),
        openID,
    ])
    fileprivate static let appUser = json([openID], isRequired: false)
    private static let openID = FieldShape("openid", .text(longest: 128), sample: "test")
}

extension Response {
    /// A success as mini-programs read it.
    static func app(_ data: JSONValue) -> Response { .json(["code": 0, "msg": "ok", "data": data]) }
}
