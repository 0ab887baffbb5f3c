package import Domain
internal import HTTP
internal import JSON
package import Transport
package import Web
internal import Wire

/// Refresh tokens, as administrators and their programs manage them (oai-rt.md §4). Every route is a POST with JSON.
struct ManagedTokens: Sendable {
    let tokens: RefreshTokens
    let callers: TokenCallers
    let options: TokenManagerOptions
    let clock: any WallClock

    var routes: [Route] {
        let ids = BodyShape.json(Form.managedTokens.shapes)
        let id = BodyShape.json(Form.managedToken.shapes)
        let login = callers.login.map { [$0.route] } ?? []
        return login + [
            route("user/info", takes: nil, user),
            route("rts/list", takes: .json(Form.tokenQuery.shapes, isRequired: false), list),
            route("rts/create", takes: .json(Form.newToken.shapes), create),
            route("rts/update", takes: .json(Form.tokenChange.shapes), update),
            route("rts/delete", takes: id, delete), route("rts/batch-delete", takes: ids, deleteAll),
            route("rts/refresh", takes: .json(Form.tokenRefresh.shapes), refresh),
            route("rts/batch-refresh", takes: ids, refreshAll),
            route("rts/batch-import", takes: .json(Form.tokenImport.shapes), importAll),
            route("rts/refresh-user-info", takes: id, askUser),
            route("rts/refresh-account-info", takes: id, askWorkspaces),
            route("rts/reveal", takes: id, reveal), route("configs/get-system", takes: nil, settings),
            route("configs/save-system", takes: .json(Form.tokenSettings.shapes), setSettings),
            route("configs/get-proxy-list", takes: nil, proxies),
            route("configs/get-clientid-list", takes: nil, clients),
        ]
    }

    /// A row that is not there is a flaw of the body, as the reference has it.
    private func route(
        _ path: String, takes: BodyShape?,
        _ answer: @escaping @Sendable (Call, Actor) async throws(ChatError) -> Response
    ) -> Route {
        Route(.post, "/internalweb/v1/\(path)", .anyone, takes: takes) { call throws(ChatError) in
            let actor = try await callers.manager(call)
            do throws(ChatError) { return try await answer(call, actor) } catch {
                guard error == .notFound else { throw error }
                return TokenAnswer.refused(400, TokenAnswer.noSuchRow)
            }
        }
    }

    private func user(_: Call, _ actor: Actor) async throws(ChatError) -> Response {
        .json(["success": true, "msg": "", "username": .string(Text(actor.user?.username ?? "api_user"))])
    }

    // MARK: Rows

    private func list(_ call: Call, _: Actor) async throws(ChatError) -> Response {
        let query = try await call.formIfAny(.tokenQuery)
        var filter = query.filter
        if let date = query.date {
            guard let day = tokens.day(date) else { throw .invalid(field: "create_date", .notADate) }
            filter.created = day
        }
        let found = try await tokens.list(query.page, where: filter)
        return TokenAnswer.done(
            "",
            [
                "items": .array(found.items.map(\.json)), "total": .integer(found.total),
                "page": .integer(query.number), "page_size": .integer(query.page.limit),
            ])
    }

    private func create(_ call: Call, _ actor: Actor) async throws(ChatError) -> Response {
        TokenAnswer.done("创建成功", try await tokens.create(call.form(.newToken), by: actor).json)
    }

    private func update(_ call: Call, _ actor: Actor) async throws(ChatError) -> Response {
        let (id, change) = try await call.form(.tokenChange)
        return TokenAnswer.done("更新成功", try await tokens.update(id, change, by: actor).json)
    }

    private func delete(_ call: Call, _ actor: Actor) async throws(ChatError) -> Response {
        try await tokens.delete(call.form(.managedToken), by: actor)
        return TokenAnswer.done("删除成功")
    }

    private func deleteAll(_ call: Call, _ actor: Actor) async throws(ChatError) -> Response {
        var (done, failed, reason) = (0, 0, "")
        for id in try await call.form(.managedTokens) {
            do throws(ChatError) {
                try await tokens.delete(id, by: actor)
                done += 1
            } catch {
                guard case .conflict = error else { throw error }
                failed += 1
                reason = error.words(in: call.language)
            }
        }
        var data: JSONValue = ["success_count": .integer(done), "fail_count": .integer(failed)]
        if failed > 0 { data["error"] = .string(Text(reason)) }
        return TokenAnswer.done("删除完成", data)
    }

    private func importAll(_ call: Call, _ actor: Actor) async throws(ChatError) -> Response {
        let (texts, usual) = try await call.form(.tokenImport)
        var seen: Set<String> = []
        let new = texts.map(\.trimmed).filter { !$0.isEmpty && seen.insert($0).inserted }
        let made = try await tokens.importAll(new.map { Secret($0) }, usual, by: actor)
        return TokenAnswer.done(
            "导入完成",
            [
                "total_count": .integer(texts.count), "success_count": .integer(made),
                "fail_count": .integer(new.count - made),
            ])
    }

    /// With its tokens.
    private func reveal(_ call: Call, _ actor: Actor) async throws(ChatError) -> Response {
        let token = try await tokens.reveal(call.form(.managedToken), by: actor)
        guard let pair = token.pair else { throw .unavailable(what: "secrets") }
        return TokenAnswer.done(
            "",
            [
                "rt": .string(Text(pair.refresh.reveal())), "at": .string(Text(pair.access.reveal())),
                "last_rt": .string(Text(pair.previous.reveal())),
            ])
    }
}

// MARK: Refreshing

extension ManagedTokens {
    private func refresh(_ call: Call, _ actor: Actor) async throws(ChatError) -> Response {
        let (id, user, account) = try await call.form(.tokenRefresh)
        let (token, failure) = try await tokens.refresh(
            tokens.find(id), user: user ?? false, workspaces: account ?? false, by: actor)
        if let failure { return TokenAnswer.refused(500, TokenAnswer.failed(failure), token.json) }
        return TokenAnswer.done("刷新成功", token.json)
    }

    private func refreshAll(_ call: Call, _ actor: Actor) async throws(ChatError) -> Response {
        let ids = try await call.form(.managedTokens)
        let all = try await tokens.refreshAll(ids, by: actor)
        let done = all.count { $0.failure == nil }
        let results = all.map { token, failure -> JSONValue in
            [
                "rt_name": .string(Text(token.bizID)), "success": .bool(failure == nil),
                "message": .string(failure.map(TokenAnswer.failed) ?? "刷新成功"),
            ]
        }
        return TokenAnswer.done(
            "刷新完成",
            [
                "total_count": .integer(ids.count), "success_count": .integer(done),
                "fail_count": .integer(all.count - done), "results": .array(results),
            ])
    }

    private func askUser(_ call: Call, _ actor: Actor) async throws(ChatError) -> Response {
        profile(try await tokens.askProfile(of: call.form(.managedToken), user: true, by: actor))
    }

    private func askWorkspaces(_ call: Call, _ actor: Actor) async throws(ChatError) -> Response {
        profile(try await tokens.askProfile(of: call.form(.managedToken), workspaces: true, by: actor))
    }

    private func profile(_ token: RefreshToken?) -> Response {
        guard let token else {
            return TokenAnswer.refused(500, "刷新失败: 没有可用的 AT，或上游没有回答")
        }
        return TokenAnswer.done("刷新成功", token.json)
    }
}

// MARK: Settings

extension ManagedTokens {
    private func settings(_: Call, _: Actor) async throws(ChatError) -> Response {
        let settings = try await tokens.settings()
        return TokenAnswer.done(
            "",
            [
                "configs": settings.json,
                // Of what the reference tells here most are secrets.
                "env_configs": [
                    "API_PREFIX": .string(Text(options.prefix)), "API_SECRET": options.secret.isEmpty ? "" : "***",
                    "ADMIN_PREFIX": "/internalweb/v1", "ADMIN_USERNAME": "", "ADMIN_PASSWORD": "",
                ],
            ])
    }

    private func setSettings(_ call: Call, _ actor: Actor) async throws(ChatError) -> Response {
        let change = try await call.form(.tokenSettings)
        let former = try await tokens.settings()
        try await tokens.set(change.applied(to: former, usualClient: options.client), by: actor)
        return TokenAnswer.done("保存成功")
    }

    private func proxies(_: Call, _: Actor) async throws(ChatError) -> Response {
        let shown = try await tokens.settings().proxies.map(RefreshToken.shown(proxy:))
        return TokenAnswer.done("", .array(shown.map { .string(Text($0)) }))
    }

    private func clients(_: Call, _: Actor) async throws(ChatError) -> Response {
        let clients = try await tokens.settings().clients
        return TokenAnswer.done("", .array((clients.isEmpty ? [options.client] : clients).map { .string(Text($0)) }))
    }
}

extension Surface {
    /// For administrators who are signed in, and for programs with the secret.
    package static func managedTokens(_ uses: PanelUses, key: SealingKey, clock: any WallClock) -> Surface {
        let options = uses.tokenManager
        let login = ProgramLogin(uses.signIn, key: key, lifetime: options.login, clock: clock)
        let tokens = ManagedTokens(
            tokens: uses.refreshTokens, callers: TokenCallers(uses.refreshTokens, options, login), options: options,
            clock: clock)
        return Surface(
            "token-manager", claiming: [.prefix("/internalweb/v1/")],
            failingAs: .own { error, request, now in TokenAnswer.of(error, in: Language(of: request), at: now) },
            tokens.routes)
    }
}
