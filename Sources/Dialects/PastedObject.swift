internal import Domain
internal import JSON

/// An account as an object says it: the CLI's file, those of gateways, our own export, or the row of a table.
struct PastedObject {
    let content: Result<PastedAccount.Content, LoginFlaw>
    /// What stands beside its secret, by our names.
    let fields: JSONValue

    init(_ value: JSONValue, kind: Provider?, at now: Timestamp) {
        let object = Self.renamed(value)
        fields = Self.fields(of: object)
        content = Self.content(of: object, kind: kind, at: now)
    }

    private static func content(of object: JSONValue, kind: Provider?, at now: Timestamp) -> Result<
        PastedAccount.Content, LoginFlaw
    > {
        var stated: Provider?
        do throws(LoginFlaw) { stated = try type(of: object) ?? kind } catch { return .failure(error) }
        func word(_ name: Text) -> Text? { object[name]?.text?.trimmed }
        let key = word("key").flatMap { $0.isEmpty ? nil : PastedSecret($0, at: now) }
        if let stated, object["has_key"] == false, key == nil { return .success(.keyless(stated)) }
        // A token of OpenAI's that is no key is a login.
        if stated == .openAI, key == nil, object["access_token"] ?? object["refresh_token"] != nil { stated = .codex }
        if let stated, !stated.hasLogin {
            let secret = key?.text ?? word("access_token") ?? word("OPENAI_API_KEY") ?? ""
            if secret.utf8.contains(UInt8(ascii: "\n")) { return keys(secret, of: stated, at: now) }
            return PastedSecret(secret, at: now).content(stated: stated)
        }
        if let key, !key.isAccess, !key.isRefresh { return key.content(stated: stated) }
        if let access = word("access_token").map({ PastedSecret($0, at: now) }), access.provider != nil {
            return access.content(stated: stated)
        }
        return login(in: object, with: key, at: now).map { $0.asking(stated) }
    }

    /// The keys of one account, one a line, as gateways have them.
    private static func keys(_ lines: Text, of provider: Provider, at now: Timestamp) -> Result<
        PastedAccount.Content, LoginFlaw
    > {
        var keys: [Secret] = []
        for line in lines.split(separator: UInt8(ascii: "\n")).map(\.trimmed) where !line.isEmpty {
            switch PastedSecret(line, at: now).content(stated: provider) {
            case .success(.key(let key, _)): keys.append(key)
            case .success: return .failure(.badToken)
            case .failure(let flaw): return .failure(flaw)
            }
        }
        guard keys.count <= KeyRing.most else { return .failure(.several(keys.count)) }
        return .success(.key(KeyRing.kept(keys), provider))
    }

    /// A key that is a token is one.
    private static func login(in object: JSONValue, with key: PastedSecret?, at now: Timestamp) -> Result<
        PastedAccount.Content, LoginFlaw
    > {
        var object = object
        object["type"] = nil
        if let key {
            let name: Text = key.isAccess ? "access_token" : "refresh_token"
            if object[name]?.text?.isEmpty ?? true { object[name] = .string(key.text) }
        }
        switch Codex.login(in: object, line: 1, at: now).content {
        // Whose key it is, it says itself.
        case .success(.key(let key)):
            return PastedSecret(Text(key.reveal()), at: now).content(stated: nil, hinted: .openAI)
        case .failure(.noToken): return .failure(.noKey)
        case let content: return content.content
        }
    }

    /// The provider that it names. Nil where it names none; throws for one that nobody knows.
    private static func type(of object: JSONValue) throws(LoginFlaw) -> Provider? {
        guard let type = object["type"], !type.isNull else { return nil }
        let word = type.text?.trimmed.asciiLowercased
        if let number = type.integer ?? word?.integer.map(Int64.init) {
            guard let provider = Provider(rawValue: Int(clamping: number)) else { throw .unknownKind }
            return provider
        }
        guard let word, !word.isEmpty else { throw .unknownKind }
        // They say how it is asked, and not whose it is.
        if ["oauth", "api", "apikey", "api_key", "api-key", "key"].contains(word) { return nil }
        let named =
            types[word].flatMap { Provider(rawValue: $0) }
            ?? Provider.all.first { Text($0.name).asciiLowercased == word }
        guard let named else { throw .unknownKind }
        return named
    }

    private static let types: [Text: Int] = [
        "chatgpt": 57, "claude": 14, "google": 24, "azure": 3, "moonshot": 25, "kimi": 25, "zhipu": 26, "glm": 26,
        "dashscope": 17, "qwen": 17, "volcengine": 45, "grok": 48, "hunyuan": 23, "newapi": 60, "new-api": 60,
    ]
}

// MARK: Names

extension PastedObject {
    /// What a member or a column is called here, whatever its spelling; nil for one that says nothing.
    static func name(_ name: Text) -> Text? {
        guard name.byteCount <= 64 else { return nil }
        let dropped: Set<UInt8> = [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " ")]
        return names[Text(decoding: name.utf8.filter { !dropped.contains($0) }.map(\.asciiLowercased))]
    }

    private static func renamed(_ value: JSONValue) -> JSONValue {
        var object: [Text: JSONValue] = [:]
        for member in value.members ?? [] {
            guard let name = name(member.key), !member.value.isNull else { continue }
            let isEmpty = member.value.text?.trimmed.isEmpty ?? false
            if object[name] == nil || object[name]?.text?.trimmed.isEmpty == true && !isEmpty {
                object[name] = member.value
            }
        }
        return .object(object.map { .init($0.key, $0.value) })
    }

    private static func fields(of object: JSONValue) -> JSONValue {
        var fields: JSONValue = [:]
        for name in ["name", "email", "base_url", "proxy", "multi_key_mode"] as [Text] {
            if let value = object[name] { fields[name] = value.text.map { .string($0.trimmed) } ?? value }
        }
        for name in ["priority", "weight"] as [Text] {
            guard let value = object[name], value.text?.isEmpty != true else { continue }
            fields[name] = value.text?.trimmed.integer.map { .integer($0) } ?? value
        }
        // Others have fields of these names with meanings of their own.
        for name in ["contexts", "options", "settings"] as [Text] where object[name]?.members != nil {
            fields[name] = object[name]
        }
        let status = object["status"]?.integer ?? object["status"]?.text?.integer.map(Int64.init)
        if let status, (1...3).contains(status) { fields["status"] = .integer(status) }
        if let models = object["models"] { fields["models"] = list(models, separators: ",;|\n") }
        for name in ["remark", "tag"] as [Text] {
            if let words = object[name] { fields[name] = list(words, separators: "") }
        }
        if fields["status"] == nil, object["disabled"]?.bool == true || object["disabled"]?.text == "true" {
            fields["status"] = 2
        }
        return fields
    }

    /// The words of a list, or of a text that stands for one, with commas between them.
    private static func list(_ value: JSONValue, separators: StaticString) -> JSONValue {
        if let words = value.array { return .string(words.compactMap { $0.text?.string }.joined(separator: ",")) }
        guard let text = value.text else { return value }
        let separators = Set("\(separators)".utf8)
        return .string(Text(decoding: text.trimmed.utf8.map { separators.contains($0) ? UInt8(ascii: ",") : $0 }))
    }

    private static let names: [Text: Text] = [
        "key": "key", "apikey": "key", "token": "key", "apitoken": "key", "secret": "key", "secretkey": "key",
        "密钥": "key", "令牌": "key", "accesstoken": "access_token", "访问令牌": "access_token",
        "multikeymode": "multi_key_mode", "refreshtoken": "refresh_token", "刷新令牌": "refresh_token",
        "idtoken": "id_token", "sessiontoken": "session_token", "accountid": "account_id",
        "chatgptaccountid": "account_id", "clientid": "client_id", "tokens": "tokens", "authmode": "auth_mode",
        "openaiapikey": "OPENAI_API_KEY", "expired": "expired", "expiredat": "expired_at", "expiresat": "expires_at",
        "name": "name", "title": "name", "名称": "name", "email": "email", "mail": "email", "emailaddress": "email",
        "邮箱": "email", "baseurl": "base_url", "apibase": "base_url", "apibaseurl": "base_url", "endpoint": "base_url",
        "url": "base_url", "地址": "base_url", "接口地址": "base_url", "models": "models", "model": "models",
        "模型": "models", "remark": "remark", "note": "remark", "notes": "remark", "tags": "tag", "tag": "tag",
        "备注": "remark", "标签": "tag", "priority": "priority", "优先级": "priority", "weight": "weight",
        "权重": "weight", "proxy": "proxy", "proxyurl": "proxy", "代理": "proxy", "type": "type", "provider": "type",
        "platform": "type", "类型": "type", "status": "status", "disabled": "disabled",
        "contexts": "contexts", "options": "options", "settings": "settings", "haskey": "has_key",
    ]
}
