import Domain
import HTTP
import JSON
import Web
import Wire

/// The ways by which alerts reach people. Addresses and secrets go in and do not come out.
struct AlertChannels: Sendable {
    let alerts: Alerts

    /// `GET /api/alerts/channels`
    func list(_: Call) async throws(ChatError) -> Response {
        .envelope(["items": .array(try await alerts.channels().map(\.json))])
    }

    /// `POST /api/alerts/channels {"name","kind","language","url","secret","user","from","to"}`
    func create(_ call: Call, _ new: (AlertChannel.Kind, AlertChannelWish)) async throws(ChatError) -> Response {
        let channel = try new.1.channel(of: new.0, at: alerts.now)
        return .envelope(try await alerts.create(channel, by: call.actor).json)
    }

    /// `PUT /api/alerts/channels {"id",…}`: what is missing stays.
    func update(_ call: Call, _ wish: (ID<AlertChannel>, AlertChannelWish)) async throws(ChatError) -> Response {
        let kind = try await alerts.channels().first { $0.id == wish.0 }?.kind
        guard let kind else { throw .notFound }
        return .envelope(try await alerts.update(wish.0, wish.1.change(of: kind), by: call.actor).json)
    }

    /// `DELETE /api/alerts/channels/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        try await alerts.delete(call.id("id"), by: call.actor)
        return .envelope()
    }

    /// `POST /api/alerts/channels/:id/test`: sends at once, and says what came of it.
    func test(_ call: Call) async throws(ChatError) -> Response {
        .envelope(try await alerts.test(call.id("id"), by: call.actor).json(in: call.language))
    }
}

/// What a form says of a channel, before it is known of which kind it is.
struct AlertChannelWish: Sendable {
    var name: String?
    var isEnabled: Bool?
    var language: AlertLanguage?
    var url: String?
    var secret: String?
    var user: String?
    var from: String?
    var to: [String]?

    private static let longestURL = 2048
    private static let mostReceivers = 20

    /// Throws `invalid` for what a channel of the kind cannot use.
    func change(of kind: AlertChannel.Kind) throws(ChatError) -> AlertChannelChange {
        var change = AlertChannelChange()
        (change.name, change.isEnabled, change.language) = (name, isEnabled, language)
        if let url, !url.isEmpty { change.url = Secret(try Self.checked(url, kind)) }
        if let secret { change.secret = Secret(try Self.checked(secret: secret, kind)) }
        if kind == .mail {
            change.user = user
            if let from { change.from = try Self.address(from, "from") }
        }
        guard let to, kind == .mail || kind == .telegram else { return change }
        guard (1...(kind == .mail ? Self.mostReceivers : 1)).contains(to.count) else {
            throw .invalid(field: "to", to.isEmpty ? .empty : .tooManyValues(most: Self.mostReceivers))
        }
        change.to = try to.map { text throws(ChatError) in
            kind == .mail ? try Self.address(text, "to") : try Self.chat(text)
        }
        return change
    }

    /// Throws `invalid` for what a channel of the kind must have.
    func channel(of kind: AlertChannel.Kind, at moment: Timestamp) throws(ChatError) -> AlertChannel {
        var wish = self
        if kind == .telegram, url?.isEmpty ?? true { wish.url = AlertTarget.telegram }
        let change = try wish.change(of: kind)
        guard let name else { throw .invalid(field: "name", .missing) }
        guard let url = change.url else { throw .invalid(field: "url", .missing) }
        if kind == .telegram, change.secret?.isEmpty ?? true { throw .invalid(field: "secret", .missing) }
        if kind == .mail, change.from == nil { throw .invalid(field: "from", .missing) }
        if kind == .mail || kind == .telegram, change.to == nil { throw .invalid(field: "to", .missing) }
        var target = AlertTarget(url: url, secret: change.secret ?? Secret(""))
        (target.user, target.from, target.to) = (change.user ?? "", change.from ?? "", change.to ?? [])
        return AlertChannel(
            id: ID(0), name: name, kind: kind, isEnabled: isEnabled ?? true, language: language ?? .english,
            target: target, createdAt: moment)
    }

    private static func checked(_ text: String, _ kind: AlertChannel.Kind) throws(ChatError) -> String {
        let schemes = kind == .mail ? ["smtps", "smtp"] : ["https", "http"]
        let text = text.trimmed
        guard let (scheme, rest) = BaseURL.split(text, schemes: schemes) else {
            throw .invalid(field: "url", .scheme(schemes))
        }
        guard text.utf8.count <= longestURL else { throw .invalid(field: "url", .longerThan(longestURL, .bytes)) }
        guard isPrintable(text), !text.utf8.contains(UInt8(ascii: "\\")) else {
            throw .invalid(field: "url", .notPrintableASCII)
        }
        guard !rest.contains("#"), kind != .mail || !rest.contains("?") else { throw .invalid(field: "url", .hasQuery) }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw .invalid(field: "url", .hasUser) }
        guard Authority.isValid(authority) else { throw .invalid(field: "url", .noHost) }
        // What is put behind it begins with a slash; of a mail server there is nothing behind it.
        var path = rest.dropFirst(authority.count)
        if kind == .telegram || kind == .mail { while path.hasSuffix("/") { path = path.dropLast() } }
        guard kind != .mail || path.isEmpty else { throw .invalid(field: "url", .hasQuery) }
        return "\(scheme)://\(authority.lowercased())\(path)"
    }

    /// A token of Telegram becomes a part of a path.
    private static func checked(secret: String, _ kind: AlertChannel.Kind) throws(ChatError) -> String {
        guard kind == .telegram else { return secret }
        let isToken = secret.utf8.allSatisfy { byte in
            UInt8(ascii: ":") == byte || Key<AlertChannel>(String(UnicodeScalar(byte))) != nil
        }
        guard isToken else { throw .invalid(field: "secret", .notPrintableASCII) }
        return secret
    }

    /// It is said to a mail server and stands in a header: nothing that means something there.
    private static func address(_ text: String, _ field: String) throws(ChatError) -> String {
        let text = text.trimmed
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        let isPlain = isPrintable(text) && !text.utf8.contains { "<>()[],;:\\\"".utf8.contains($0) }
        guard isPlain, parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), text.utf8.count <= 254 else {
            throw .invalid(field: field, .notAMailAddress)
        }
        return text
    }

    /// A number, or the name of a channel behind `@`.
    private static func chat(_ text: String) throws(ChatError) -> String {
        guard (1...64).contains(text.utf8.count), isPrintable(text) else {
            throw .invalid(field: "to", .notPrintableASCII)
        }
        return text
    }

    private static func isPrintable(_ text: String) -> Bool { text.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
}

// MARK: Forms

extension Form where Value == (AlertChannel.Kind, AlertChannelWish) {
    static let newAlertChannel = Form(
        Field.name("name").required(), Field.word("kind", AlertChannel.Kind.self).required(), Field.flag("enabled"),
        Field.word("language", AlertLanguage.self), Field.channelURL, Field.secret("secret", upTo: 1024),
        Field.line("user", upTo: 254), Field.mailAddress, Field.receivers
    ) { name, kind, isEnabled, language, url, secret, user, from, to in
        (
            kind,
            AlertChannelWish(
                name: name, isEnabled: isEnabled, language: language, url: url, secret: secret, user: user, from: from,
                to: to)
        )
    }
}

extension Form where Value == (ID<AlertChannel>, AlertChannelWish) {
    static let alertChannelChange = Form(
        Field.id("id").required(), Field.name("name"), Field.flag("enabled"),
        Field.word("language", AlertLanguage.self), Field.channelURL, Field.text("secret", upTo: 1024),
        Field.line("user", upTo: 254), Field.mailAddress, Field.receivers
    ) { id, name, isEnabled, language, url, secret, user, from, to in
        (
            id,
            AlertChannelWish(
                name: name, isEnabled: isEnabled, language: language, url: url, secret: secret, user: user, from: from,
                to: to)
        )
    }
}

extension Field where Value == String? {
    /// Of any kind of channel.
    fileprivate static let channelURL = Field.text("url", upTo: 2048, sample: "smtp://mail.example:587")
    fileprivate static let mailAddress = Field.text("from", upTo: 254, sample: "alerts@example.com")
}

extension Field where Value == [String]? {
    fileprivate static let receivers = Field(FieldShape("to", .list, sample: ["admin@example.com"])) {
        fields throws(ChatError) in
        guard let values = try fields.array("to") else { return nil }
        guard values.count <= 100 else { throw .invalid(field: "to", .tooManyValues(most: 100)) }
        return try values.map { value throws(ChatError) in
            guard let text = value.text?.string else { throw .invalid(field: "to", .not(.texts)) }
            return text
        }
    }
}
