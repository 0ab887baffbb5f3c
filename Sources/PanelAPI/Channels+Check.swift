import Domain
import HTTP
import JSON
import Web
import Wire

extension Channels {
    /// `POST /api/channel/check`: what is wrong with `name`, `type`, `base_url`, `proxy` and `options`, as far as they are there, before
    /// anything is saved, and the `address` that questions will go to. `id` names the account that is edited. Changes nothing and
    /// asks no upstream.
    func check(_ call: Call) async throws(ChatError) -> Response {
        let form = AccountForm(try await call.fields())
        var problems: [JSONValue] = []
        func read<Value>(_ value: () throws(ChatError) -> Value?) throws(ChatError) -> Value? {
            do { return try value() } catch {
                guard case .invalid(let field, let flaw) = error else { throw error }
                problems.append(Self.problem(field, "invalid", flaw.words(in: call.language)))
                return nil
            }
        }
        if let name = try read({ () throws(ChatError) in try form.fields.name("name") }),
            try await accounts.isNamed(name, except: form.fields.id("id"))
        {
            problems.append(Self.problem("name", "name_exists"))
        }
        let provider = try read(form.provider) ?? .openAI
        let url = try read(form.baseURL)
        var account = Account(
            id: ID(0), name: "", provider: provider, baseURL: url ?? "", models: try read(form.models) ?? [],
            proxy: try read(form.proxy) ?? "", createdAt: clock.now)
        account.options =
            try read({ () throws(ChatError) in try form.options(changing: AccountOptions()) }) ?? account.options
        let refused = accounts.refusedAddresses(of: account)
        if url != nil, refused.contains(.baseURL) { problems.append(Self.problem("base_url", "address_refused")) }
        if refused.contains(.proxy) { problems.append(Self.problem("proxy", "address_refused")) }
        // One that is to be filled in leads nowhere yet.
        if account.baseURL.isEmpty, !form.hasBaseURL { account.baseURL = provider.baseURL }
        let login = try read({ () throws(ChatError) in
            provider.hasLogin ? try form.login(for: provider, at: clock.now) : nil
        })
        .map { AccountLogin($0) }
        return .envelope([
            "login": login?.json ?? .null, "problems": .array(problems),
            "address": .string(account.baseURL.isEmpty ? "" : account.questionURL),
        ])
    }

    private static func problem(_ field: String, _ code: String, _ reason: String = "") -> JSONValue {
        ["field": .string(field), "code": .string(code), "message": .string(reason)]
    }
}
