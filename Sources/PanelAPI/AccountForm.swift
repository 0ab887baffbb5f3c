package import Domain
import JSON
package import Web
import Wire

/// The fields of an account as the panel sends them.
package struct AccountForm {
    let fields: Fields

    static let demoModels = ["demo", "demo-reasoning"]

    /// In characters, as New API has it.
    static let longestTag = 64

    package init(_ fields: Fields) { self.fields = fields }

    /// Throws `invalid` for whatever is missing or wrong.
    package func newAccount(at moment: Timestamp) throws(ChatError) -> Account {
        let provider = try provider() ?? .openAI
        return try account(
            changing: Account(
                id: ID(0), name: fields.requiredName("name"), provider: provider, baseURL: "", models: [],
                createdAt: moment))
    }

    /// The account that is typed so far: without a name, and where it is only to be asked for its models without any.
    func draft(at moment: Timestamp, needsModels: Bool) throws(ChatError) -> Account {
        let provider = try provider() ?? .openAI
        let models = needsModels ? [] : ["-"]
        return try account(
            changing: Account(id: ID(0), name: "", provider: provider, baseURL: "", models: models, createdAt: moment))
    }

    /// `former` with the fields that are there; what comes out is valid as a whole.
    func account(changing former: Account) throws(ChatError) -> Account {
        var account = former
        if let name = try fields.name("name") { account.name = name }
        if let provider = try provider() { account.provider = provider }
        if let url = try fields.string("base_url") {
            account.baseURL = url
        } else if former.baseURL == former.provider.baseURL, account.provider != former.provider {
            account.baseURL = ""
        }
        if let models = try models() { account.models = models }
        if let contexts = try contexts() { account.contexts = contexts }
        // One that needs attention because it cannot be read is shown so, whatever its status is.
        if let status = try status(), status != account.shownStatus {
            account.status = status
        }
        if let priority = try fields.integer("priority", in: -1_000_000...1_000_000) {
            account.priority = Int(priority)
        }
        if let weight = try fields.integer("weight", in: 0...1_000_000) { account.weight = Int(weight) }
        if let proxy = try proxy(changing: former) {
            account.proxy = proxy
            account.unreadable.remove(.proxy)
        }
        if let remark = try fields.line("remark", upTo: 255) { account.remark = remark }
        if let tag = try fields.line("tag", upTo: Self.longestTag) { account.tag = tag }
        if fields.has("package_id") { account.package = try fields.id("package_id") }
        account.options = try newAPIOptions(options(changing: former.options), changing: former.options)
        account.options.login = try loginOptions(changing: former.options.login)
        if let order = try keyOrder() { account.options.keyOrder = order }
        if try fields.array("lessons")?.isEmpty == true {
            (account.learned, account.skipped, account.skippedAt) = ([], 0, nil)
        }
        return try complete(account)
    }

    /// A new key, or several, as they are kept; nil when absent or blank.
    func key() throws(ChatError) -> Secret? { try keys().map(KeyRing.kept) }

    /// The keys that are typed, one a line, each once; nil when absent or blank.
    func keys() throws(ChatError) -> [Secret]? {
        guard var text = fields.value("key")?.text else {
            guard fields.value("key") == nil else { throw .invalid(field: "key", .not(.text)) }
            return nil
        }
        if text.hasPrefix("\u{FEFF}") { text = Text(decoding: text.utf8.dropFirst(3)) }
        let lines = text.split(separator: UInt8(ascii: "\n")).map(\.trimmed)
        var keys: [Secret] = []
        var known: Set<Text> = []
        for (place, line) in lines.enumerated() where !line.isEmpty && known.insert(line).inserted {
            guard line.byteCount <= Self.longestKey else {
                throw .invalid(field: "key", .longerThan(Self.longestKey, .bytes))
            }
            // It becomes part of a header line.
            guard line.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                let flaw = Flaw.notPrintableASCII
                throw .invalid(field: "key", lines.count == 1 ? flaw : .entry("\(place + 1)", flaw))
            }
            keys.append(Secret(line.string))
            guard keys.count <= KeyRing.most else { throw .invalid(field: "key", .tooManyKeys(most: KeyRing.most)) }
        }
        return keys.isEmpty ? nil : keys
    }

    private static let longestKey = 8192

    /// Whether the keys that are typed join those that are there.
    var addsKeys: Bool {
        get throws(ChatError) {
            guard let word = fields.value("key_mode")?.text, !word.isEmpty else { return false }
            guard word == "append" || word == "replace" else {
                throw .invalid(field: "key_mode", .notOneOf(["append", "replace"]))
            }
            return word == "append"
        }
    }

    /// Which of several keys is asked with next, New API's `multi_key_mode`.
    private func keyOrder() throws(ChatError) -> KeyOrder? {
        guard let word = fields.value("multi_key_mode")?.text, !word.isEmpty else { return nil }
        guard let order = KeyOrder(rawValue: word.string) else {
            throw .invalid(field: "multi_key_mode", .notOneOf(KeyOrder.allCases.map(\.rawValue)))
        }
        return order
    }

    /// Whether anything is typed there.
    var hasBaseURL: Bool { fields.value("base_url")?.text?.trimmed.isEmpty == false }

    /// As it will be stored; nil when absent or blank.
    func baseURL() throws(ChatError) -> String? {
        guard let text = try fields.string("base_url"), !text.trimmed.isEmpty else { return nil }
        return try BaseURL.normalized(text)
    }

    func proxy() throws(ChatError) -> String? {
        guard let text = try fields.string("proxy")?.trimmed else { return nil }
        return try ProxyURL.checked(text)
    }

    /// It has two names: one that differs from what is stored counts.
    private func proxy(changing former: Account) throws(ChatError) -> String? {
        let (own, other) = (try proxy(), try newAPIProxy())
        guard let other, other != former.proxy else { return own }
        return own == nil || own == former.proxy ? other : own
    }

    private func complete(_ account: Account) throws(ChatError) -> Account {
        var account = account
        guard account.provider != .demo else {
            account.baseURL = ""
            if account.models.isEmpty { account.models = Self.demoModels }
            return account
        }
        let url = account.baseURL.trimmed.isEmpty ? account.provider.baseURL : account.baseURL
        account.baseURL = try BaseURL.normalized(url)
        guard !account.models.isEmpty else { throw .invalid(field: "models", .noModel) }
        return account
    }

    func provider() throws(ChatError) -> Provider? {
        guard let number = try fields.integer("type", in: 0...Int64(Int32.max)) else { return nil }
        guard let provider = Provider(rawValue: Int(number)), provider.isSupported else {
            throw .invalid(field: "type", .notOneOf(Provider.all.filter(\.isSupported).map { "\($0.rawValue)" }))
        }
        return provider
    }

    private func status() throws(ChatError) -> Account.Status? {
        guard let number = try fields.integer("status", in: 0...Int64(Int32.max)) else { return nil }
        guard let status = Account.Status(rawValue: Int(number)) else {
            throw .invalid(field: "status", .notOneOf(["1", "2", "3"]))
        }
        return status
    }

    func models() throws(ChatError) -> [String]? {
        guard let text = try fields.string("models", upTo: 65_536) else { return nil }
        var models: [String] = []
        var seen: Set<Text> = []
        for name in Text(text).split(separator: UInt8(ascii: ",")).map(\.trimmed)
        where !name.isEmpty && seen.insert(name).inserted {
            try check(name.string, "models")
            models.append(name.string)
        }
        return models
    }

    private func contexts() throws(ChatError) -> [String: Int]? {
        guard let value = fields.value("contexts") else { return nil }
        let tokens = try Fields(value, as: "contexts")
        var contexts: [String: Int] = [:]
        for member in value.members ?? [] {
            let name = member.key.trimmed.string
            try check(name, "contexts")
            contexts[name] = Int(try tokens.requiredInteger(member.key.string, in: 1...100_000_000))
        }
        return contexts
    }

    private func check(_ model: String, _ field: String) throws(ChatError) {
        guard Self.isModelName(model) else { throw .invalid(field: field, .badModelName) }
    }
}

extension Fields {
    /// The same with a member that stood elsewhere.
    func with(_ name: Text, _ value: JSONValue) -> Fields {
        var object = object
        object[name] = value
        return (try? Fields(object)) ?? self
    }

    /// The object inside a field.
    fileprivate init(_ value: JSONValue, as field: String) throws(ChatError) {
        do { try self.init(value) } catch { throw .invalid(field: field, .not(.object)) }
    }
}
