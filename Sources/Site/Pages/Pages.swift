import Domain
import HTTP
import JSON
import PanelAPI
import Web
import Wire

/// The pages that people open. Each is a shell; what is in it comes from the APIs.
struct Pages: Sendable {
    let shells: Shells
    let administrators: Administrators
    let exchange: ExchangeCookies
    let timeZone: String
    let looks: SiteLooks
    let assistants: Assistants

    /// `GET /`: the chat. With `?share_token=` the old style of personal link: on to `/s`, the token left behind.
    func home(_ call: Call) async throws(ChatError) -> Response {
        if let token = call.request.items["share_token"] { return redirect(carrying: token.string, for: call) }
        guard call.visitor.user != nil else {
            return .redirect(to: try await administrators.exist() ? "/login" : "/setup")
        }
        return try await chat(call)
    }

    /// `GET /c/:id`: the chat, opened at a conversation. Whether there is one the page finds out by the API.
    func conversation(_ call: Call) async throws(ChatError) -> Response {
        let _: Key<Conversation> = try call.key("id")
        return try await chat(call)
    }

    /// `GET /s`: opens a personal link.
    func link(_ call: Call) async throws(ChatError) -> Response {
        try await welcome("share", .link, call)
    }

    /// `GET /login`: before the set-up there is nobody who could sign in, and `/setup` says where its link stands.
    func login(_ call: Call) async throws(ChatError) -> Response {
        guard call.visitor.user == nil else { return .redirect(to: "/") }
        guard try await administrators.exist() else { return .redirect(to: "/setup") }
        return try await welcome("login", .signIn, call)
    }

    /// `GET /setup`
    func setup(_ call: Call) async throws(ChatError) -> Response {
        try await welcome("setup", .setUp, call)
    }

    /// `GET /admin` and `/admin/:page`
    func admin(_ call: Call) async throws(ChatError) -> Response {
        if let page = call.request.parameters["page"], !Self.adminPages.contains(page) { throw .notFound }
        return await self.page(of: "admin", .admin, call, data: ["page": "admin"])
    }

    /// Every page of the panel beside its overview; the front end has the same list.
    static let adminPages: [Text] = [
        "alerts", "members", "accounts", "bindings", "packages", "assistants", "keys", "tokens", "prices", "playground",
        "usage",
        "statistics",
        "audit", "settings",
    ]

    private func chat(_ call: Call) async throws(ChatError) -> Response {
        await page(of: "chat", .chat, call, data: ["page": "chat"])
    }

    private func welcome(_ name: String, _ title: Language.PageTitle, _ call: Call) async throws(ChatError) -> Response
    {
        let data: JSONValue = [
            "page": .string(name), "is_set_up": .bool(try await administrators.exist()),
            // Tells the page to post an empty token: the real one is behind a cookie that no script can read.
            "has_exchange": .bool(try await exchange.isPending(call.request.cookies)),
        ]
        return await page(of: "welcome", title, call, data: data)
    }

    private func page(
        of entry: String, _ title: Language.PageTitle, _ call: Call, data: JSONValue
    ) async -> Response {
        var data = data
        let look = await looks.shown()
        data["site"] = [
            "name": .string(look.name), "logo": .string(look.logo.map(SiteLook.logoAddress)),
        ]
        // The text is fetched unless the reader has dismissed it.
        if entry == "chat" { data["notice"] = .string(look.noticeID) }
        if entry == "chat", let user = call.visitor.user {
            // Tells the page whether the code for them is worth its time.
            data["assistants"] = .bool((try? await assistants.list(for: user.id).isEmpty) == false)
        }
        data["user"] = call.visitor.user?.signedIn ?? .null
        data["time_zone"] = .string(timeZone)
        return shells.page(
            of: entry, title: call.language.title(of: title, on: look.name), data: data, for: call.request)
    }

    /// HEAD and the previews of messengers must not use a link up: only the page behind it opens a session.
    private func redirect(carrying token: String, for call: Call) -> Response {
        var response = Response.redirect(to: "/s")
        guard call.request.method != .head, let cookie = exchange.header(for: token) else { return response }
        response.headers.append("set-cookie", cookie)
        return response
    }
}

extension Response {
    static func redirect(to path: String) -> Response {
        Response(303, headers: ["location": "\(path)", "cache-control": "no-store"])
    }
}
