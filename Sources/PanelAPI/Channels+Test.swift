import Domain
import HTTP
import JSON
import Web
import Wire

extension Channels {
    /// `POST /api/channel/test/:id`, and as New API has it GET: asks the upstream for the least there is. 200 in either case;
    /// `success` is the verdict, `message` the exact failure, `time` the seconds it took, `data` what it showed about the upstream.
    func test(_ call: Call) async throws(ChatError) -> Response {
        let id: ID<Account> = try call.id("id")
        guard call.request.method != .head else { return try await exists(id) }
        return try await accounts.test(id, by: call.actor).response(in: call.language)
    }

    /// `POST /api/channel/test`: the same for an account as it is typed, before it is saved. Changes nothing.
    func testUnsaved(_ call: Call) async throws(ChatError) -> Response {
        try await accounts.test(typed(call, needsModels: true), by: call.actor).response(in: call.language)
    }

    /// `POST /api/channel/fetch_models`: the names of the models that the upstream of an account offers, as it is typed. 200 in either
    /// case, with the exact failure as `message`.
    func models(_ call: Call) async throws(ChatError) -> Response {
        try await accounts.models(of: typed(call, needsModels: false), by: call.actor).response(in: call.language)
    }

    /// `GET /api/channel/fetch_models/:id`, New API's: the same for an account as it is stored.
    func storedModels(_ call: Call) async throws(ChatError) -> Response {
        let id: ID<Account> = try call.id("id")
        guard call.request.method != .head else { return try await exists(id) }
        return try await accounts.models(of: id).response(in: call.language)
    }

    /// `POST /api/channel/test_all {"keyword"?,"tag"?}`, and as New API has it `GET /api/channel/test`: begins to test every account, or
    /// those that the list shows for the keyword and the tag. `data.job_id` names the job.
    func testAll(_ call: Call, _ those: (String?, String?)) async throws(ChatError) -> Response {
        .begun(try await begin(call, those.0, those.1))
    }

    func testEvery(_ call: Call) async throws(ChatError) -> Response {
        guard call.request.method != .head else { return .envelope() }
        // 200 is the convention of those who call it with GET.
        return .begun(try await begin(call, nil, nil), status: 200)
    }

    private func begin(_ call: Call, _ keyword: String?, _ tag: String?) async throws(ChatError) -> Job {
        let language = call.language
        return try await accounts.testAll(matching: keyword, tagged: tag, by: call.actor) { account, test in
            test.item(of: account, in: language)
        }
    }

    /// HEAD is answered by what answers GET, and must ask nobody.
    private func exists(_ id: ID<Account>) async throws(ChatError) -> Response {
        _ = try await accounts.show(id)
        return .envelope()
    }

    /// The account that the body describes, as a change of the one with `id` if there is one.
    private func typed(_ call: Call, needsModels: Bool) async throws(ChatError) -> Accounts.Typed {
        let fields = try await call.fields()
        let (form, now) = (AccountForm(fields), clock.now)
        let id: ID<Account>? = try fields.id("id")
        return Accounts.Typed(id, key: try await key(in: form, of: id)) { former throws(ChatError) in
            guard let former else { return try form.draft(at: now, needsModels: needsModels) }
            return try form.account(changing: former)
        }
    }
}

extension Form where Value == (String?, String?) {
    static let testedChannels = Form(
        Field.line("keyword", upTo: 256), Field.line("tag", upTo: AccountForm.longestTag)
    ) { keyword, tag in (keyword, tag?.isEmpty == false ? tag : nil) }
}

extension AccountTest {
    fileprivate func response(in language: Language) -> Response {
        var json = verdict(in: language)
        json["data"] = if case .passed(let findings) = outcome { findings.json } else { .null }
        return .json(json)
    }

    /// In a report about many.
    func item(of account: Account, in language: Language) -> JSONValue {
        var json: JSONValue = ["id": .integer(account.id.value), "name": .string(account.name)]
        for member in verdict(in: language).members ?? [] { json[member.key] = member.value }
        return json
    }

    private func verdict(in language: Language) -> JSONValue {
        let (isPassed, message) =
            switch outcome {
            case .passed: (true, "")
            case .failed(let words): (false, AccountLogin.words(for: words, in: language))
            case .unreadable(let account): (false, account.reason(in: language))
            }
        return [
            "success": .bool(isPassed), "message": .string(message),
            "time": .double(Double(took.inMilliseconds) / 1000),
        ]
    }
}

extension ModelNames {
    fileprivate func response(in language: Language) -> Response {
        switch self {
        case .names(let names):
            .json(["success": true, "message": "", "data": .array(names.map { .string($0) })])
        case .failed(let words): .json(["success": false, "message": .string(words), "data": []])
        case .unreadable(let account):
            .json([
                "success": false, "message": .string(account.reason(in: language)), "time": .double(0), "data": .null,
            ])
        }
    }
}
