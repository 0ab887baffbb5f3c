/// How a route is asked, and where its ids go.
struct MatrixEntry: Sendable {
    /// Method and pattern, as in the site's table.
    let route: String
    /// Path and query. `{kind}` is the place of an id.
    let target: String
    /// JSON, or nothing.
    let body: String
    /// What a visitor who may use the route is answered to an id that is not his, where it is not 404.
    let outcomes: [MatrixID: Int]

    init(_ route: String, _ target: String? = nil, _ body: String = "", _ outcomes: [MatrixID: Int] = [:]) {
        self.route = route
        self.target = target ?? String(route.split(separator: " ")[1])
        self.body = body
        self.outcomes = outcomes
    }

    /// The ids that it takes.
    var slots: [MatrixID] { MatrixID.allCases.filter { (target + body).contains($0.place) } }
}

/// The kinds of ids that routes take.
enum MatrixID: String, CaseIterable, Sendable {
    case conversation, message, turn, project, user, account, binding, package, token, job, file, export, share,
        channel, assistant, picture, page,
        asset,
        name

    var place: String { "{\(rawValue)}" }
}

extension MatrixEntry {
    /// Every route there is. A route that is not here fails the tests.
    static let all: [MatrixEntry] =
        arriving + pages + chat + members + accounts + programs + asking + models + notOffered + miniProgram
        + refreshTokens + alerts + assistants

    private static let assistants: [MatrixEntry] = [
        .init("GET /api/assistant/"), .init("POST /api/assistant/", nil, #"{"name":"matrix"}"#),
        .init("PUT /api/assistant/", nil, #"{"id":{assistant}}"#),
        .init("DELETE /api/assistant/:id", "/api/assistant/{assistant}"),
        .init("GET /backend-api/assistants"), .init("GET /backend-api/notice"),
        .init("GET /backend-api/assistants/picture/:id", "/backend-api/assistants/picture/{picture}"),
        .init("PUT /api/site/logo", nil, #"{"picture":null}"#), .init("GET /logo/:id", "/logo/{picture}"),
    ]

    private static let alerts: [MatrixEntry] = [
        .init("GET /status"), .init("GET /backend-api/availability"),
        .init("GET /api/alerts/"), .init("GET /api/alerts/history"), .init("GET /api/alerts/rules"),
        .init("PUT /api/alerts/rules", nil, #"{"kind":"disk"}"#), .init("PUT /api/alerts/settings", nil, "{}"),
        .init("POST /api/alerts/silence", nil, #"{"kind":"disk","minutes":0}"#), .init("GET /api/alerts/deliveries"),
        .init("GET /api/alerts/channels"),
        .init(
            "POST /api/alerts/channels", nil, #"{"name":"matrix","kind":"slack","url":"https://hooks.example.com/x"}"#),
        .init("PUT /api/alerts/channels", nil, #"{"id":{channel}}"#),
        .init("DELETE /api/alerts/channels/:id", "/api/alerts/channels/{channel}"),
        .init("POST /api/alerts/channels/:id/test", "/api/alerts/channels/{channel}/test", "{}"),
        .init("GET /api/channel/:id/moves", "/api/channel/{account}/moves"),
        .init("POST /api/channel/:id/move", "/api/channel/{account}/move", #"{"to":987654321}"#),
    ]

    private static let miniProgram: [MatrixEntry] = [
        .init("POST /api/chat", nil, #"{"openid":"x","messages":[{"role":"user","content":"x"}]}"#),
        .init("POST /api/image", nil, #"{"prompt":"x"}"#), .init("POST /api/token/refresh"), .init("GET /api/balance"),
        .init("GET /api/history/:openid", "/api/history/{name}", "", [.name: 401]),
        .init("DELETE /api/history/:openid", "/api/history/{name}", "", [.name: 401]),
        .init("GET /api/user/:openid", "/api/user/{name}", "", [.name: 401]),
    ]

    private static let refreshTokens: [MatrixEntry] =
        [
            .init("GET /public-api/health"), .init("POST /public-api/refresh", nil, #"{"biz_id":"x"}"#),
            .init("POST /public-api/get-at", nil, #"{"biz_id":"x"}"#),
        ]
        + [
            ("auth/login", #"{"username":"x","password":"x"}"#), ("user/info", ""), ("rts/list", "{}"),
            ("rts/create", #"{"rt_token":"rt-of-the-matrix"}"#),
            ("rts/update", #"{"id":987654321,"updates":{}}"#), ("rts/delete", #"{"id":987654321}"#),
            ("rts/batch-delete", #"{"ids":[]}"#), ("rts/refresh", #"{"id":987654321}"#),
            ("rts/batch-refresh", #"{"ids":[]}"#), ("rts/batch-import", #"{"rt_tokens":[]}"#),
            ("rts/refresh-user-info", #"{"id":987654321}"#), ("rts/refresh-account-info", #"{"id":987654321}"#),
            ("rts/reveal", #"{"id":987654321}"#), ("configs/get-system", ""),
            ("configs/save-system", #"{"configs":{}}"#), ("configs/get-proxy-list", ""),
            ("configs/get-clientid-list", ""),
        ].map { MatrixEntry("POST /internalweb/v1/\($0)", nil, $1) }

    private static let arriving: [MatrixEntry] = [
        .init("GET /healthz"), .init("GET /readyz"), .init("GET /health"), .init("GET /api/setup"),
        .init("GET /api/user/self"),
        .init("POST /api/session/share", nil, #"{"share_token":"x"}"#), .init("GET /api/user/logout"),
        .init("POST /api/setup", nil, #"{"token":"x","username":"x","password":"long enough"}"#),
        .init("GET /api/user/sessions"), .init("POST /api/user/logout_everywhere"),
        .init("GET /api/user/confirm"), .init("POST /api/user/confirm", nil, #"{"password":"x"}"#),
        .init("POST /api/user/login", nil, #"{"username":"x","password":"x"}"#), .init("POST /api/user/logout"),
    ]

    private static let programs: [MatrixEntry] = [
        .init("GET /api/token/"), .init("GET /api/token/search"), .init("GET /api/token/:id", "/api/token/{token}"),
        .init("POST /api/token/", nil, #"{"name":"matrix"}"#), .init("PUT /api/token/", nil, #"{"id":{token}}"#),
        .init("DELETE /api/token/:id", "/api/token/{token}"),
        .init("GET /api/channel/choose", "/api/channel/choose?user_id={user}&model=alpha"),
        .init("GET /api/channel/loads"),
        .init("GET /api/channel/failing"), .init("GET /api/channel/providers"),
        .init("POST /api/channel/:id/retry", "/api/channel/{account}/retry", "{}"),
        .init("GET /api/log/"), .init("GET /api/log/self"), .init("GET /api/log/self/csv"),
        .init("POST /api/log/export", nil, "{}"),
        .init("GET /api/stats/now"), .init("GET /api/stats/now/self"), .init("GET /api/stats/trend"),
        .init("GET /api/stats/trend/self"), .init("GET /api/stats/ranking"), .init("GET /api/stats/ranking/self"),
        .init("GET /api/stats/live"), .init("GET /api/stats/live/self"), .init("GET /api/data/"),
        .init("GET /api/data/self"),
        .init("GET /api/job/:id", "/api/job/{job}"), .init("DELETE /api/job/:id", "/api/job/{job}"),
        .init("POST /api/channel/import/preview", nil, #""rt-0123456789abcdef""#),
        .init("POST /api/channel/import", nil, #""rt-0123456789abcdef""#),
        .init("POST /api/channel/export", nil, #"{"ids":[{account}],"secrets":true}"#),
        .init("POST /api/channel/test_all", nil, "{}"), .init("GET /api/channel/test"),
    ]

    private static let asking: [MatrixEntry] = {
        let messages = #"{"model":"alpha","messages":[{"role":"user","content":"x"}]}"#
        let input = #"{"model":"alpha","input":"x"}"#
        return [
            .init("GET /api/openapi.json"), .init("GET /api/usage/token"), .init("GET /api/usage/token/"),
            .init("GET /dashboard/billing/subscription"), .init("GET /dashboard/billing/usage"),
            .init("GET /v1/dashboard/billing/subscription"), .init("GET /v1/dashboard/billing/usage"),
            .init("POST /v1/chat/completions", nil, messages),
            .init("POST /pg/chat/completions", nil, #"{"model":"nobody","messages":[{"role":"user","content":"x"}]}"#),
            .init("POST /v1/completions", nil, #"{"model":"alpha","prompt":"x"}"#),
            .init(
                "POST /v1/engines/:model/completions", "/v1/engines/{name}/completions", #"{"prompt":"x"}"#,
                [.name: 401]),
            .init("POST /v1/embeddings", nil, input),
            .init(
                "POST /v1/engines/:model/embeddings", "/v1/engines/{name}/embeddings", #"{"input":"x"}"#, [.name: 401]),
            .init("POST /v1/moderations", nil, input), .init("POST /v1/edits", nil, input),
            .init("POST /v1/rerank", nil, #"{"model":"alpha","query":"x","documents":["y"]}"#),
            .init("POST /v1/images/generations", nil, #"{"model":"alpha","prompt":"x"}"#),
            .init("POST /v1/images/edits", nil, #"{"model":"alpha","prompt":"x"}"#),
            .init("POST /v1/audio/transcriptions", nil, "--x--"), .init("POST /v1/audio/translations", nil, "--x--"),
            .init("POST /v1/audio/speech", nil, #"{"model":"alpha","input":"x","voice":"alloy"}"#),
            // Without a handshake nothing is opened; a key is asked for before that.
            .init("GET /v1/realtime", "/v1/realtime?model=alpha"),
            .init("POST /v1/responses", nil, input), .init("POST /v1/responses/input_tokens", nil, input),
            .init("GET /v1/responses/:id", "/v1/responses/{name}", "", [.name: 401]),
            .init("DELETE /v1/responses/:id", "/v1/responses/{name}", "", [.name: 401]),
            .init("GET /v1/responses/:id/input_items", "/v1/responses/{name}/input_items", "", [.name: 401]),
            .init("POST /v1/responses/:id/cancel", "/v1/responses/{name}/cancel", "", [.name: 401]),
            .init("POST /v1/conversations", nil, "{}"),
            .init("GET /v1/conversations/:id", "/v1/conversations/{name}", "", [.name: 401]),
            .init("POST /v1/conversations/:id", "/v1/conversations/{name}", #"{"metadata":{}}"#, [.name: 401]),
            .init("DELETE /v1/conversations/:id", "/v1/conversations/{name}", "", [.name: 401]),
            .init("GET /v1/conversations/:id/items", "/v1/conversations/{name}/items", "", [.name: 401]),
            .init("POST /v1/conversations/:id/items", "/v1/conversations/{name}/items", #"{"items":[]}"#, [.name: 401]),
            .init("GET /v1/conversations/:id/items/:item", "/v1/conversations/{name}/items/x", "", [.name: 401]),
            .init("DELETE /v1/conversations/:id/items/:item", "/v1/conversations/{name}/items/x", "", [.name: 401]),
            .init("POST /v1/messages", nil, messages), .init("POST /v1/messages/count_tokens", nil, messages),
        ]
            + ["v1", "v1beta", "v1alpha"].map { version in
                .init(
                    "POST /\(version)/models/*model", "/\(version)/models/alpha:generateContent",
                    #"{"contents":[{"parts":[{"text":"x"}]}]}"#)
            }
    }()

    /// 501 for all of them.
    private static let notOffered: [MatrixEntry] = [
        .init("POST /v1/images/variations"), .init("GET /v1/files"), .init("POST /v1/files"),
        .init("GET /v1/files/*id", "/v1/files/{name}", "", [.name: 401]),
        .init("DELETE /v1/files/*id", "/v1/files/{name}", "", [.name: 401]),
        .init("GET /v1/fine-tunes"), .init("POST /v1/fine-tunes"),
        .init("GET /v1/fine-tunes/*id", "/v1/fine-tunes/{name}", "", [.name: 401]),
        .init("POST /v1/fine-tunes/*id", "/v1/fine-tunes/{name}", "", [.name: 401]),
        .init("DELETE /v1/models/*model", "/v1/models/alpha"), .init("POST /v1/realtime/client_secrets"),
        .init("POST /v1/responses/compact"),
    ]

    private static let models: [MatrixEntry] = ["v1", "v1beta", "v1alpha", "v1beta/openai"].flatMap { base in
        [
            MatrixEntry("GET /\(base)/models"),
            MatrixEntry("GET /\(base)/models/*model", "/\(base)/models/alpha"),
        ]
    }

    private static let pages: [MatrixEntry] = [
        // The shell of the chat is the same for any id: what is in it comes from the API.
        .init("GET /"), .init("GET /c/:id", "/c/{conversation}", "", [.conversation: 200]), .init("GET /s"),
        // One that its owner keeps from readers.
        .init("GET /share/:id", "/share/{share}"), .init("POST /share/:id", "/share/{share}"),
        .init("GET /login"), .init("GET /setup"), .init("GET /admin"), .init("GET /admin/:page", "/admin/{page}"),
        .init("GET /assets/:name", "/assets/{asset}"), .init("GET /assets/:name/:file", "/assets/c/{asset}"),
        .init("GET /favicon.svg"), .init("GET /favicon.ico"), .init("GET /robots.txt"),
        .init("GET /manifest.webmanifest"),
    ]

    private static let chat: [MatrixEntry] = [
        .init("GET /backend-api/account_status"),
        .init("GET /backend-api/me"), .init("GET /backend-api/models"), .init("GET /backend-api/conversations"),
        .init("GET /backend-api/conversations/search", "/backend-api/conversations/search?query=x"),
        .init("GET /api/user/quota"), .init("GET /api/user/balance"), .init("GET /api/pricing"),
        // Of many that are named those that are not there are left out.
        .init(
            "PATCH /backend-api/conversations", nil, #"{"conversation_ids":["{conversation}"],"is_archived":true}"#,
            [.conversation: 200]),
        .init("GET /backend-api/user_system_messages"),
        .init("POST /backend-api/user_system_messages", nil, #"{"enabled":true}"#),
        .init("PATCH /backend-api/user_system_messages", nil, #"{"about_user_message":"x"}"#),
        .init("GET /backend-api/settings/user"), .init("PATCH /backend-api/settings/user", nil, #"{"x":true}"#),
        .init("GET /backend-api/sidebar"), .init("GET /backend-api/trash"),
        .init("POST /backend-api/trash/:id/restore", "/backend-api/trash/{conversation}/restore"),
        .init("DELETE /backend-api/trash/:id", "/backend-api/trash/{conversation}"),
        .init(
            "POST /backend-api/share/create", nil,
            #"{"conversation_id":"{conversation}","current_node_id":"{message}"}"#),
        .init(
            "GET /backend-api/conversation/:id/share", "/backend-api/conversation/{conversation}/share?node={message}"),
        .init("GET /backend-api/share/:id", "/backend-api/share/{share}"),
        .init("PATCH /backend-api/share/:id", "/backend-api/share/{share}", #"{"is_public":false}"#),
        .init("DELETE /backend-api/share/:id", "/backend-api/share/{share}"),
        .init("GET /backend-api/shared_conversations"),
        .init("GET /backend-api/projects"), .init("POST /backend-api/projects", nil, #"{"name":"x"}"#),
        .init("PATCH /backend-api/projects/:id", "/backend-api/projects/{project}", #"{"name":"x"}"#),
        .init("DELETE /backend-api/projects/:id", "/backend-api/projects/{project}"),
        .init("GET /backend-api/conversation/:id", "/backend-api/conversation/{conversation}"),
        .init(
            "PATCH /backend-api/conversation/:id", "/backend-api/conversation/{conversation}",
            #"{"current_node":"{message}","gizmo_id":"{project}"}"#),
        .init(
            "GET /backend-api/conversation/:id/message/:message/details",
            "/backend-api/conversation/{conversation}/message/{message}/details"),
        .init(
            "GET /backend-api/conversation/:id/message/:message/summary",
            "/backend-api/conversation/{conversation}/message/{message}/summary"),
        // The message's id decides nothing here, so any will do.
        .init(
            "POST /backend-api/conversation/gen_title/:id", "/backend-api/conversation/gen_title/{conversation}",
            #"{"message_id":"{message}"}"#, [.message: 200]),
        .init(
            "POST /backend-api/conversation", nil,
            #"{"action":"next","conversation_id":"{conversation}","parent_message_id":"{message}","model":"alpha","#
                + #""messages":[{"id":"{fresh}","content":{"content_type":"text","parts":["hello"]}}]}"#),
        .init("GET /backend-api/conversation/:id/questions", "/backend-api/conversation/{conversation}/questions"),
        .init(
            "GET /backend-api/conversation/:id/context", "/backend-api/conversation/{conversation}/context?model=alpha"),
        // The mark of another turn is that of no turn: the stream begins at its beginning.
        .init(
            "GET /backend-api/conversation/:id/stream",
            "/backend-api/conversation/{conversation}/stream?after={turn}.1", "", [.turn: 200]),
        .init(
            "POST /backend-api/files", nil, #"{"file_name":"x.png","file_size":7}"#),
        .init("PUT /backend-api/files/:id/content", "/backend-api/files/{file}/content", "x"),
        .init("POST /backend-api/files/:id/uploaded", "/backend-api/files/{file}/uploaded", "{}"),
        .init("GET /backend-api/files"), .init("GET /backend-api/files/:id", "/backend-api/files/{file}"),
        .init("PATCH /backend-api/files/:id", "/backend-api/files/{file}", #"{"encoding":"UTF-8"}"#),
        .init("GET /backend-api/files/:id/download", "/backend-api/files/{file}/download"),
        .init("GET /backend-api/files/:id/content", "/backend-api/files/{file}/content"),
        .init("POST /backend-api/export", nil, #"{"conversation_id":"{conversation}","format":"json"}"#),
        .init("GET /backend-api/export/:id", "/backend-api/export/{export}"),
        .init("POST /backend-api/import", nil, "[]"),
        .init("POST /backend-api/erase", nil, #"{"user_name":"nobody"}"#),
        .init("GET /backend-api/jobs/:id", "/backend-api/jobs/{job}"),
        .init("DELETE /backend-api/jobs/:id", "/backend-api/jobs/{job}"),
        .init("POST /backend-api/conversation/:id/stop", "/backend-api/conversation/{conversation}/stop"),
    ]

    private static let members: [MatrixEntry] = [
        .init("GET /api/user/"), .init("GET /api/user/search", "/api/user/search?keyword=a"),
        .init("GET /api/user/:id", "/api/user/{user}"), .init("DELETE /api/user/:id", "/api/user/{user}"),
        .init("POST /api/user/", nil, #"{"username":"{fresh}","package_id":{package}}"#),
        .init("PUT /api/user/", nil, #"{"id":{user},"package_id":{package}}"#),
        .init("POST /api/user/manage", nil, #"{"id":{user},"action":"disable"}"#),
        .init("GET /api/user/:id/quota", "/api/user/{user}/quota"),
        .init("GET /api/user/:id/balance", "/api/user/{user}/balance"),
        .init("POST /api/user/:id/share_link", "/api/user/{user}/share_link", "{}"),
        .init("DELETE /api/user/:id/share_link", "/api/user/{user}/share_link"),
    ]

    private static let accounts: [MatrixEntry] = [
        .init("GET /api/channel/"), .init("GET /api/channel/search", "/api/channel/search?keyword=a"),
        .init("GET /api/channel/:id", "/api/channel/{account}"),
        .init("GET /api/channel/:id/health", "/api/channel/{account}/health"),
        .init("DELETE /api/channel/:id", "/api/channel/{account}"),
        .init("POST /api/channel/", nil, #"{"mode":"single","channel":{"name":"{fresh}","type":1000}}"#),
        .init("PUT /api/channel/", nil, #"{"id":{account},"remark":"x"}"#),
        // The number of an account that is edited leaves its own name out; any other leaves out nothing.
        .init("POST /api/channel/check", nil, #"{"id":{account},"name":"x"}"#, [.account: 200]),
        .init("GET /api/channel/test/:id", "/api/channel/test/{account}"),
        .init("POST /api/channel/test/:id", "/api/channel/test/{account}"),
        .init("POST /api/channel/test", nil, #"{"id":{account},"models":"alpha"}"#),
        .init("POST /api/channel/fetch_models", nil, #"{"id":{account}}"#),
        .init("GET /api/channel/fetch_models/:id", "/api/channel/fetch_models/{account}"),
        .init("POST /api/channel/copy/:id", "/api/channel/copy/{account}"),
        .init("POST /api/channel/multi_key/manage", nil, #"{"channel_id":{account},"action":"get_key_status"}"#),
        .init("GET /api/channel/renewals"), .init("POST /api/channel/renewals/resume"),
        .init("GET /api/channel/update_balance"), .init("POST /api/channel/update_balance"),
        .init("GET /api/channel/update_balance/:id", "/api/channel/update_balance/{account}"),
        .init("POST /api/channel/update_balance/:id", "/api/channel/update_balance/{account}"),
        // Ids that it does not know it names.
        .init("POST /api/channel/bulk", nil, #"{"ids":[1],"action":"tag","tag":"x"}"#),
        // A filter by what does not exist finds nothing.
        .init(
            "GET /api/binding/", "/api/binding/?user_id={user}&channel_id={account}", "", [.user: 200, .account: 200]),
        .init("POST /api/binding/", nil, #"{"user_id":{user},"channel_id":{account},"mode":"shared"}"#),
        .init("PUT /api/binding/order", nil, #"{"user_id":{user},"channel_ids":[{account}]}"#),
        .init("DELETE /api/binding/:id", "/api/binding/{binding}"),
        .init("GET /api/audit/", "/api/audit/?user_id={user}", "", [.user: 200]),
        .init("GET /api/audit/export"), .init("POST /api/audit/export"),
        .init("GET /api/package/"), .init("POST /api/package/", nil, #"{"name":"x","limits":[]}"#),
        .init("PUT /api/package/", nil, #"{"id":{package},"name":"x"}"#),
        .init("DELETE /api/package/:id", "/api/package/{package}"),
        .init("POST /api/package/preview", nil, #"{"id":{package},"limits":[]}"#),
        .init("GET /api/option/"), .init("PUT /api/option/", nil, #"{"key":"Notice","value":"x"}"#),
        .init("GET /api/group/"),
    ]
}
