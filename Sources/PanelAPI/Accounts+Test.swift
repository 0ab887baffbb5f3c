import Domain
import HTTP
import JSON
import Web
import Wire

extension Accounts {
    /// `POST /api/channel/test/:id`, and as New API has it GET: asks the upstream for the least there is. 200 in either case;
    /// `success` is the verdict, `message` the exact failure, `time` the seconds it took, `data` what it showed about the upstream.
    func test(_ call: Call) async throws(ChatError) -> Response {
        let account = try await ports.accounts.find(call.id("id"))
        guard call.request.method != .head else { return .envelope() }
        let verdict: Verdict
        if account.unreadable.isEmpty {
            verdict = await Verdict(of: account, with: try await ports.accounts.key(of: account.id), ports)
            // The verdict counts even when it cannot be kept for the list.
            try? await ports.accounts.note(verdict.failure ?? "", of: account.id)
            if !verdict.findings.isEmpty {
                try? await ports.accounts.note(verdict.findings, of: account.id, at: ports.clock.now)
            }
        } else {
            verdict = Verdict(failure: account.reason(in: call.language))
        }
        await trail.note(
            .accountTested, by: call.actor, on: AuditObject(account), result: verdict.failure == nil ? .done : .failed)
        return verdict.response
    }

    /// `POST /api/channel/test`: the same for an account as it is typed, before it is saved. Changes nothing.
    func testUnsaved(_ call: Call) async throws(ChatError) -> Response {
        let (account, key) = try await typed(call)
        let verdict = await Verdict(of: account, with: key, ports)
        await noteAsked(account, by: call, isDone: verdict.failure == nil)
        return verdict.response
    }

    /// `POST /api/channel/fetch_models`: the names of the models that the upstream of an account offers, as it is typed. 200 in either
    /// case, with the exact failure as `message`.
    func models(_ call: Call) async throws(ChatError) -> Response {
        let (account, key) = try await typed(call, needsModels: false)
        let answer = await models(of: account, with: key)
        await noteAsked(account, by: call, isDone: answer.isDone)
        return answer.response
    }

    /// `GET /api/channel/fetch_models/:id`, New API's: the same for an account as it is stored.
    func storedModels(_ call: Call) async throws(ChatError) -> Response {
        let account = try await ports.accounts.find(call.id("id"))
        guard call.request.method != .head else { return .envelope() }
        guard account.unreadable.isEmpty else { return Verdict(failure: account.reason(in: call.language)).response }
        return await models(of: account, with: try await ports.accounts.key(of: account.id)).response
    }

    private func models(of account: Account, with key: Secret) async -> (response: Response, isDone: Bool) {
        do {
            let names = try await ports.backend.models(of: account, key: key)
            return (.json(["success": true, "message": "", "data": .array(names.map { .string($0) })]), true)
        } catch {
            return (.json(["success": false, "message": .string(error.words(without: key)), "data": []]), false)
        }
    }

    /// Whoever has this server ask an address stands in the audit log with it, saved or not.
    private func noteAsked(_ account: Account, by call: Call, isDone: Bool) async {
        let place = AuditObject(.account, 0, name: account.baseURL)
        await trail.note(.accountTested, by: call.actor, on: place, result: isDone ? .done : .failed)
    }

    /// The account that the body describes, as a change of the one with `id` if there is one, and the key to ask with. The stored one
    /// is taken where it was entered for: the same host, past the same proxy.
    private func typed(_ call: Call, needsModels: Bool = true) async throws(ChatError) -> (Account, Secret) {
        let fields = try await call.fields()
        let form = AccountForm(fields)
        guard let id: ID<Account> = try fields.id("id") else {
            return (try form.draft(at: ports.clock.now, needsModels: needsModels), try form.key() ?? Secret(""))
        }
        let former = try await ports.accounts.find(id)
        let account = try form.account(changing: former)
        if let key = try form.key() { return (account, key) }
        let isSame =
            Origin(of: account.baseURL) == Origin(of: former.baseURL) && account.proxy == former.proxy
            && former.unreadable.isEmpty
        return (account, isSame ? try await ports.accounts.key(of: id) : Secret(""))
    }
}

/// What a test of an account showed.
private struct Verdict {
    let failure: String?
    var findings = AccountFindings()
    var milliseconds: Int64 = 0

    init(failure: String?) { self.failure = failure }

    init(of account: Account, with key: Secret, _ ports: Ports) async {
        let start = ContinuousClock.now
        do {
            findings = try await ports.backend.probe(account, key: key)
            failure = nil
        } catch {
            failure = error.words(without: key)
        }
        milliseconds = Int64((ContinuousClock.now - start).inMilliseconds)
    }

    var response: Response {
        .json([
            "success": .bool(failure == nil), "message": .string(failure ?? ""),
            "time": .double(Double(milliseconds) / 1000), "data": failure == nil ? findings.json : .null,
        ])
    }
}

extension UpstreamError {
    /// For an administrator. Upstreams like to repeat the key that they refuse.
    fileprivate func words(without key: Secret) -> String {
        guard case .failed(let failure) = self else { return "cancelled" }
        let words = failure.words
        guard !key.isEmpty else { return words }
        return words.split(separator: key.reveal(), omittingEmptySubsequences: false).joined(separator: "***")
    }
}
