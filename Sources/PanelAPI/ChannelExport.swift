import Domain
import HTTP
import JSON
import Web
import Wire

/// Accounts as a file: a JSON list, an account a line, which the import reads.
struct ChannelExport: Sendable {
    let accounts: Accounts

    /// `POST /api/channel/export {"ids"?, "secrets"?}`: all of them unless `ids` names some; without keys and logins unless asked. One that
    /// is cut off has no last chunk.
    func download(_ call: Call, _ wish: ExportWish) async throws(ChatError) -> Response {
        let export = try await accounts.export(wish.ids, withSecrets: wish.secrets, by: call.actor)
        return Response(
            200,
            headers: [
                "content-type": "application/json",
                "content-disposition": "attachment; filename=\"chatmirror-accounts.json\"",
            ],
            body: .written { writer in
                var export = export
                var before = "[\n"
                while true {
                    let rows = try await export.next()
                    guard !rows.isEmpty else { break }
                    let lines = rows.map(\.json.serialized).joined(separator: ",\n")
                    try await writer.write(Array((before + lines).utf8))
                    before = ",\n"
                }
                try await writer.write(Array((before == "[\n" ? "[]\n" : "\n]\n").utf8))
            })
    }
}

struct ExportWish: Sendable {
    let ids: [ID<Account>]?
    let secrets: Bool
}

extension Form where Value == ExportWish {
    static let exported = Form(
        Field.ids("ids", upTo: Accounts.mostImported), Field.flag("secrets").or(false)
    ) { ExportWish(ids: $0, secrets: $1) }
}

extension AccountExport.Row {
    /// With the names of the panel's form, and for a login those of codex.md §2.1.
    fileprivate var json: JSONValue {
        var json: JSONValue = [
            "name": .string(account.name), "type": .integer(account.provider.rawValue),
            "provider": .string(account.provider.name), "base_url": .string(account.baseURL),
            "models": .string(account.models.joined(separator: ",")),
            "contexts": .object(
                account.contexts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                    .map { JSONValue.Member(Text($0.key), .integer($0.value)) }),
            "status": .integer(account.status.rawValue), "priority": .integer(account.priority),
            "weight": .integer(account.weight), "proxy": .string(account.proxy), "remark": .string(account.remark),
            "tag": .string(account.tag),
            "options": account.options.json, "has_key": .bool(hasKey),
        ]
        if account.provider.hasLogin { json["settings"] = account.options.login.json }
        switch credential {
        case .key(let kept):
            json["key"] = .string(KeyRing.secrets(in: kept).map { $0.reveal() }.joined(separator: "\n"))
            if KeyRing(stored: kept) != nil { json["multi_key_mode"] = .string(account.options.keyOrder.rawValue) }
        case .pair(let pair): for member in pair.members { json[member.key] = member.value }
        case nil: break
        }
        return json
    }
}

extension TokenPair {
    fileprivate var members: [JSONValue.Member] {
        let members: [(Text, String)] = [
            ("access_token", access.reveal()), ("refresh_token", refresh.reveal()), ("id_token", identity.reveal()),
            ("session_token", session.reveal()),
            ("account_id", owner.account), ("email", owner.email), ("client_id", client),
            ("expired", expiresAt?.iso8601 ?? ""),
        ]
        return members.filter { !$0.1.isEmpty }.map { .init($0.0, .string($0.1)) }
    }
}
