internal import Domain
internal import JSON
internal import Web
internal import Wire

/// What is asked of a list.
struct TokenQuery: Sendable {
    let number: Int
    let page: Page
    let filter: RefreshTokenFilter
    let date: String?
}

extension Form where Value == TokenQuery {
    static let tokenQuery = Form(
        Field.integer("page", in: 1...1_000_000), Field.integer("page_size", in: 1...100),
        Field.text("biz_id", upTo: 512), Field.text("tag", upTo: 512), Field.text("email", upTo: 512),
        Field.text("type", upTo: 512), Field.flag("enabled"), Field.text("create_date", upTo: 10, sample: "2026-01-31"),
        Field.text("keyword", upTo: 512)
    ) { number, size, bizID, tag, email, plan, isEnabled, date, keyword in
        var filter = RefreshTokenFilter()
        (filter.bizID, filter.tag, filter.email, filter.plan) = (bizID ?? "", tag ?? "", email ?? "", plan ?? "")
        (filter.isEnabled, filter.keyword) = (isEnabled, keyword ?? "")
        let (number, size) = (Int(number ?? 1), Int(size ?? 10))
        return TokenQuery(
            number: number, page: Page(offset: (number - 1) * size, limit: size), filter: filter,
            date: date?.isEmpty == false ? date : nil)
    }
}

extension Form where Value == ID<RefreshToken> {
    static let managedToken = Form(Field.id("id").required()) { $0 }
}

extension Form where Value == [ID<RefreshToken>] {
    static let managedTokens = Form(Field.ids("ids", upTo: RefreshTokens.mostAtOnce).required()) { $0 }
}

extension Form where Value == (ID<RefreshToken>, Bool?, Bool?) {
    static let tokenRefresh = Form(
        Field.id("id").required(), Field.flag("refresh_user_info"), Field.flag("refresh_account_info")
    ) { ($0, $1, $2) }
}

extension Form where Value == NewRefreshToken {
    static let newToken = Form(
        Field.refreshToken.required(), Field.line("biz_id", upTo: TokenText.longestName), Field.tokenProxy,
        Field.client, Field.line("tag", upTo: TokenText.longestName), Field.flag("enabled"),
        Field.text("memo", upTo: TokenText.longestMemo)
    ) { token, bizID, proxy, client, tag, isEnabled, memo in
        var new = NewRefreshToken(Secret(token))
        (new.bizID, new.proxy, new.client) = (bizID ?? "", proxy ?? "", client ?? "")
        (new.tag, new.memo, new.isEnabled) = (tag ?? "", memo ?? "", isEnabled ?? false)
        return new
    }
}

extension Form where Value == ([String], NewRefreshToken) {
    static let tokenImport = Form(
        Field.refreshTokens.required(), Field.tokenProxy, Field.client, Field.line("tag", upTo: TokenText.longestName),
        Field.flag("enabled")
    ) { tokens, proxy, client, tag, isEnabled in
        var usual = NewRefreshToken(Secret(""))
        (usual.proxy, usual.client) = (proxy ?? "", client ?? "")
        (usual.tag, usual.isEnabled) = (tag ?? "", isEnabled ?? false)
        return (tokens, usual)
    }
}

extension Form where Value == (ID<RefreshToken>, RefreshTokenChange) {
    /// `updates`: unknown names and values of a wrong kind are passed over, and an empty `biz_id` is none; other empty texts clear.
    static let tokenChange = Form(Field.id("id").required(), Field.object("updates").required()) {
        id, fields throws(ChatError) in
        func line(_ name: String, upTo limit: Int) throws(ChatError) -> String? {
            fields.value(Text(name))?.text == nil ? nil : try fields.line(name, upTo: limit)
        }
        var change = RefreshTokenChange()
        if let bizID = try line("biz_id", upTo: TokenText.longestName), !bizID.isEmpty { change.bizID = bizID }
        if let proxy = try line("proxy", upTo: TokenText.longestProxy) {
            change.proxy = proxy.utf8.contains(UInt8(ascii: "*")) ? proxy : try ProxyURL.checked(proxy, sealed: true)
        }
        if let client = try line("client_id", upTo: TokenText.longestName) {
            change.client = try TokenText.client(client)
        }
        change.tag = try line("tag", upTo: TokenText.longestName)
        if fields.value("memo")?.text != nil { change.memo = try fields.string("memo", upTo: TokenText.longestMemo) }
        (change.isEnabled, change.lends) = (fields.value("enabled")?.bool, fields.value("lends")?.bool)
        return (id, change)
    }
}

/// What texts may be.
enum TokenText {
    static let longestName = 128
    static let longestProxy = 1024
    static let longestMemo = 4000
    static let longestToken = 8192

    static func isToken(_ text: String) -> Bool {
        (1...longestToken).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    static func client(_ text: String) throws(ChatError) -> String {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid(field: "client_id", .notPrintableASCII)
        }
        return text
    }
}

extension Field where Value == String? {
    fileprivate static let tokenProxy = Field(
        FieldShape("proxy", .text(longest: TokenText.longestProxy), sample: "http://proxy.example:8080")
    ) { fields throws(ChatError) -> String? in
        guard let text = try fields.line("proxy", upTo: TokenText.longestProxy) else { return nil }
        return try ProxyURL.checked(text, sealed: true)
    }

    fileprivate static let client = line("client_id", upTo: TokenText.longestName).map {
        text throws(ChatError) -> String? in
        guard let text else { return nil }
        return try TokenText.client(text)
    }

    fileprivate static let refreshToken = text(
        "rt_token", upTo: TokenText.longestToken, sample: "rt-0123456789abcdef"
    ).map { text throws(ChatError) -> String? in
        guard let text = text?.trimmed, !text.isEmpty else { return nil }
        guard TokenText.isToken(text) else { throw .invalid(field: "rt_token", .notPrintableASCII) }
        return text
    }
}

extension Field where Value == [String]? {
    /// A list, or one in each line of a text.
    fileprivate static let refreshTokens = Field(
        FieldShape("rt_tokens", .any, sample: ["rt-0123456789abcdef"])
    ) { fields throws(ChatError) -> [String]? in
        guard let value = fields.value("rt_tokens") else { return nil }
        let texts =
            value.text?.split(separator: UInt8(ascii: "\n")).map(\.string)
            ?? value.array?.compactMap { $0.text?.string }
        guard let texts, value.array.map({ $0.count == texts.count }) ?? true else {
            throw .invalid(field: "rt_tokens", .not(.texts))
        }
        guard texts.count <= RefreshTokens.mostImported else {
            throw .invalid(field: "rt_tokens", .tooManyValues(most: RefreshTokens.mostImported))
        }
        guard texts.map(\.trimmed).allSatisfy({ $0.isEmpty || TokenText.isToken($0) }) else {
            throw .invalid(field: "rt_tokens", .notPrintableASCII)
        }
        return texts
    }
}
