import Domain
import HTTP
import JSON
import Web
import Wire

extension Channels {
    /// `POST /api/channel/check`: what is wrong with `name`, `base_url`, `proxy` and `options`, as far as they are there, before
    /// anything is saved, and the `address` that questions will go to. `id` names the account that is edited. Changes nothing and
    /// asks no upstream.
    func check(_ call: Call) async throws(ChatError) -> Response {
        let form = AccountForm(try await call.fields())
        var problems: [JSONValue] = []
        if let name = try Self.read(
            { () throws(ChatError) in try form.fields.name("name") }, into: &problems, in: call.language),
            try await accounts.isNamed(name, except: form.fields.id("id"))
        {
            problems.append(Self.problem("name", "name_exists"))
        }
        let url = try Self.read({ () throws(ChatError) in try form.baseURL() }, into: &problems, in: call.language)
        let proxy = try Self.read({ () throws(ChatError) in try form.proxy() }, into: &problems, in: call.language)
        let account = Account(
            id: ID(0), name: "", kind: .openAI, baseURL: url ?? "", models: [], proxy: proxy ?? "",
            createdAt: clock.now)
        let refused = accounts.refusedAddresses(of: account)
        if url != nil, refused.contains(.baseURL) { problems.append(Self.problem("base_url", "address_refused")) }
        if refused.contains(.proxy) { problems.append(Self.problem("proxy", "address_refused")) }
        _ = try Self.read(
            { () throws(ChatError) in
                _ = try form.options(changing: AccountOptions())
                return nil
            }, into: &problems, in: call.language)
        return .envelope([
            "problems": .array(problems), "address": .string(account.baseURL.isEmpty ? "" : account.chatURL),
        ])
    }

    /// The value, or nil and what saving it would be refused with.
    private static func read(
        _ value: () throws(ChatError) -> String?, into problems: inout [JSONValue], in language: Language
    ) throws(ChatError) -> String? {
        do { return try value() } catch {
            guard case .invalid(let field, let flaw) = error else { throw error }
            problems.append(problem(field, "invalid", flaw.words(in: language)))
            return nil
        }
    }

    private static func problem(_ field: String, _ code: String, _ reason: String = "") -> JSONValue {
        ["field": .string(field), "code": .string(code), "message": .string(reason)]
    }
}
