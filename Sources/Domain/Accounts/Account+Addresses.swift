public import JSON

extension Account {
    /// Where questions in OpenAI's format go.
    public func chatURL(for model: String) -> String {
        if provider == .azure { return deploymentURL("chat/completions", of: model) }
        return Self.url("chat/completions", at: baseURL)
    }

    /// Where questions in Anthropic's format go.
    public var messagesURL: String { Self.url("messages", at: baseURL) }

    /// Where questions in Google's format go: `models/<model>:<action>`, which is escaped as a path. `version`: the one that the asker
    /// named; a base URL that names one has its own.
    public func generationURL(_ path: String, version: Text? = nil) -> String {
        let known = ["v1", "v1alpha"].first { version == Text($0) }
        return Self.url(path, at: baseURL, version: known ?? "v1beta")
    }

    public var responsesURL: String {
        guard provider == .azure else { return Self.url("responses", at: baseURL) }
        return azureURL(
            "v1/responses", version: options.responsesVersion.isEmpty ? "preview" : options.responsesVersion)
    }

    public func completionsURL(for model: String) -> String {
        if provider == .azure { return deploymentURL("completions", of: model) }
        return Self.url("completions", at: baseURL)
    }

    /// Where a call goes that is passed on.
    public func url(of endpoint: Endpoint, for model: String) -> String {
        if provider == .azure { return deploymentURL(endpoint.rawValue, of: model) }
        if isGoogles { return Self.url("openai/\(endpoint.rawValue)", at: baseURL, version: "v1beta") }
        return Self.url(endpoint.rawValue, at: baseURL)
    }

    /// Where sessions are opened; Azure has them beside its deployments.
    public func realtimeURL(for model: String) -> String {
        guard provider == .azure else {
            return "\(Self.url(Endpoint.realtime.rawValue, at: baseURL))?model=\(Text(model).pathSegment)"
        }
        return azureURL(Endpoint.realtime.rawValue, version: chatVersion) + "&deployment=\(deploymentName(of: model))"
    }

    /// Where questions go to a ChatGPT account. A base URL may name a part of the path.
    public var codexURL: String { completed(["/backend-api", "/codex", "/responses"]) }

    /// The same of one that is asked as its own page does.
    public var webConversationURL: String { completed(["/backend-api", "/conversation"]) }

    private func completed(_ path: [String]) -> String {
        var base = baseURL.utf8[...]
        while base.last == UInt8(ascii: "/") { base.removeLast() }
        let known = (0...path.count).reversed().first { base.hasSuffix(path.prefix($0).joined()) } ?? 0
        let start = base.isEmpty ? "https://chatgpt.com" : String(Substring(base))
        return start + path.dropFirst(known).joined()
    }

    /// Where the panel says that questions go.
    public var questionURL: String {
        let model = options.mapping.name(of: models.first ?? "model")
        return switch formats.first {
        case .anthropic: messagesURL
        case .gemini: generationURL("models/\(Text(model).pathSegment):generateContent")
        case .openAIResponses: responsesURL
        case .codex: codexURL
        case .chatGPTWeb: webConversationURL
        case .openAIChat, .completions, nil: chatURL(for: model)
        }
    }

    /// Where the list of models is, as long as it may be.
    public var modelsURL: String {
        if provider == .azure { return azureURL("models", version: chatVersion) }
        return switch formats.first {
        case .gemini: Self.url("models", at: baseURL, version: "v1beta") + "?pageSize=1000"
        case .anthropic: Self.url("models", at: baseURL) + "?limit=1000"
        // What it lists depends on which client asks; the newest sees all.
        case .codex: codexURL.replacingEnd("/responses", with: "/models?client_version=1.0.0")
        case .chatGPTWeb: webConversationURL.replacingEnd("/conversation", with: "/models")
        case .openAIChat, .openAIResponses, .completions, nil: Self.url("models", at: baseURL)
        }
    }

    /// The version of Azure's interface unless the account says another.
    private var chatVersion: String { options.apiVersion.isEmpty ? "2024-10-21" : options.apiVersion }

    /// Models have the names of deployments there, which hold no dot: `gpt-35-turbo`.
    private func deploymentURL(_ endpoint: String, of model: String) -> String {
        azureURL("deployments/\(deploymentName(of: model))/\(endpoint)", version: chatVersion)
    }

    private func deploymentName(of model: String) -> String {
        let name = String(
            decoding: model.utf8.filter { $0 != UInt8(ascii: ".") || !model.hasPrefix("gpt-3") }, as: UTF8.self)
        return Text(name).pathSegment
    }

    /// A base URL may name a part of the path.
    private func azureURL(_ path: String, version: String) -> String {
        var base = baseURL.utf8[...]
        while base.last == UInt8(ascii: "/") { base.removeLast() }
        for index in base.indices where base[index...].starts(with: "/openai".utf8) {
            let rest = base[index...].dropFirst(7)
            guard rest.isEmpty || rest.first == UInt8(ascii: "/") else { continue }
            base = base[..<index]
            break
        }
        return "\(Substring(base))/openai/\(path)?api-version=\(version)"
    }

    /// A version is added to a base URL that names none. One that ends with an endpoint is meant as it is.
    static func url(_ endpoint: String, at base: String, version: String = "v1") -> String {
        var path = base.utf8[...]
        while let first = path.first, first <= 32 { path.removeFirst() }
        while let last = path.last, last <= 32 || last == UInt8(ascii: "/") { path.removeLast() }
        if let end = endpoints.first(where: { path.hasSuffix($0) }) {
            return "\(Substring(path.dropLast(end.utf8.count)))/\(endpoint)"
        }
        return namesVersion(path) ? "\(Substring(path))/\(endpoint)" : "\(Substring(path))/\(version)/\(endpoint)"
    }

    /// A base URL as it is stored: an endpoint behind a version is cut, and so is a version `/v1` that is the only one, as New API has it.
    public static func storedBaseURL(_ base: String) -> String {
        var path = base.utf8[...]
        while path.last == UInt8(ascii: "/") { path.removeLast() }
        if let end = endpoints.first(where: { path.hasSuffix($0) }), namesVersion(path.dropLast(end.utf8.count)) {
            path = path.dropLast(end.utf8.count)
        }
        while path.last == UInt8(ascii: "/") { path.removeLast() }
        if path.hasSuffix("/v1"), !namesVersion(path.dropLast(3)) { path = path.dropLast(3) }
        while path.last == UInt8(ascii: "/") { path.removeLast() }
        return String(Substring(path))
    }

    private static let endpoints = [
        "/chat/completions", "/completions", "/responses", "/embeddings", "/messages", "/models", "/images/generations",
    ]

    /// Whether a part of the path is a version: `v1`, `v3`, `v1beta`.
    private static func namesVersion(_ url: Substring.UTF8View) -> Bool {
        url.split(separator: UInt8(ascii: "/")).dropFirst(2).contains { part in
            guard part.first == UInt8(ascii: "v") || part.first == UInt8(ascii: "V") else { return false }
            let number = part.dropFirst().prefix { (48...57).contains($0) }
            let rest = part.dropFirst(1 + number.count)
            return !number.isEmpty
                && (rest.isEmpty || rest.starts(with: "alpha".utf8) || rest.starts(with: "beta".utf8))
        }
    }
}

extension String {
    fileprivate func replacingEnd(_ end: String, with other: String) -> String {
        utf8[...].hasSuffix(end) ? String(Substring(utf8.dropLast(end.utf8.count))) + other : self
    }
}

extension Substring.UTF8View {
    fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
