import Domain
import Foundation
import Integrations
import Transport
import Upstream

/// The options in effect: file < environment < flag. The only place that reads the environment.
struct Configuration: Sendable {
    private var values: [String: Value] = [:]

    /// Variables that are set, as the system that mini-programs called before wants them, and that mean nothing here.
    private(set) var ignored: [String] = []
    private static let notRead = ["OPENAI_BASE_URL", "OPENAI_API_KEY"]

    private struct Value: Sendable {
        let text: String
        /// `chatmirror.yaml:12`, `CHATMIRROR_DATA`, `--data`, `default`.
        let source: String
    }

    init(flags: [(name: String, value: String)], environment: [String: String]) throws {
        for option in Option.all where option.fallback != nil {
            values[option.name] = Value(text: option.fallback!, source: "default")
        }
        for option in Option.all {
            guard let alias = option.alias, let text = environment[alias], !text.isEmpty else { continue }
            try set(option.name, text, from: alias)
        }
        if let file = flags.last(where: { $0.name == "config" })?.value ?? environment["CHATMIRROR_CONFIG"] {
            try read(file: file)
        }
        for option in Option.all {
            try set(option.name, environment[option.environmentName], from: option.environmentName)
            guard option.isSecret else { continue }
            let fileName = option.environmentName + "_FILE"
            try set(option.name + "_file", environment[fileName], from: fileName)
        }
        for (name, value) in flags where name != "config" { try set(name, value, from: "--\(name)") }
        ignored = Self.notRead.filter { environment[$0]?.isEmpty == false }
    }

    private mutating func read(file: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ConfigurationError("\(file): cannot be read")
        }
        var lines: [String: Int] = [:]
        for entry in try YAMLFile([UInt8](data), file: file).entries {
            if let former = lines.updateValue(entry.line, forKey: entry.name) {
                throw ConfigurationError("\(file):\(entry.line): \(entry.name) stands on line \(former) already")
            }
            try set(entry.name, entry.value, from: "\(file):\(entry.line)")
        }
    }

    private mutating func set(_ name: String, _ text: String?, from source: String) throws {
        guard let text else { return }
        guard let (option, isFile) = Option.named(name) else {
            throw ConfigurationError("\(source): there is no option \(name)")
        }
        let value = isFile ? try Self.secret(in: text, from: source) : text
        if let reason = option.kind.objection(to: value) {
            let shown = option.isSecret ? "" : " “\(value)”"
            throw ConfigurationError("\(source): \(name)\(shown): \(reason)")
        }
        values[option.name] = Value(text: value, source: source)
    }

    /// Over plain http everybody on the way reads passwords, links and conversations.
    var isOpenToReaders: Bool {
        guard publicURL.hasPrefix("http:"), let host = URLComponents(string: publicURL)?.host?.lowercased() else {
            return false
        }
        let isLoopback = IPAddress(host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")))?.isLoopback == true
        return !isLoopback && host != "localhost" && !host.hasSuffix(".localhost")
    }

    /// The first line of a file that holds a secret.
    private static func secret(in file: String, from source: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ConfigurationError("\(source): \(file) cannot be read")
        }
        return String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .first.map(String.init) ?? ""
    }
}

// MARK: Reading

extension Configuration {
    private func text(_ name: String) -> String { values[name]?.text ?? "" }

    private func list(_ name: String) -> [String] {
        Option.Kind.list(in: text(name))
    }

    /// Nil for 0.
    private func minutes(_ name: String) -> Duration? {
        Int(text(name)).flatMap { $0 == 0 ? nil : .seconds($0 * 60) }
    }

    var host: String { text("server.host") }
    var port: Int { Int(text("server.port"))! }

    /// Without a trailing slash. By default the address that is listened on.
    var publicURL: String {
        let chosen = text("server.public_url")
        guard chosen.isEmpty else { return chosen.hasSuffix("/") ? String(chosen.dropLast()) : chosen }
        let host = host.contains(":") ? "[\(host)]" : host
        return "http://\(host):\(port)"
    }

    var trustedProxies: [String] { list("server.trusted_proxies") }
    var dataFolder: String { text("data") }
    var timeZone: TimeZone { TimeZone(identifier: text("time_zone")) ?? .current }
    var databaseType: String { text("database.type") }
    var databaseHost: String { text("database.host") }
    var databasePort: Int { Int(text("database.port"))! }
    var databaseUser: String { text("database.user") }
    var databasePassword: String { text("database.password") }
    var databaseName: String { text("database.database") }
    /// Empty: the authorities that the system trusts.
    var databaseAuthorities: String { text("database.tls_ca") }
    var databaseConnections: Int { Int(text("database.connections"))! }
    /// Empty: the counters live in this process.
    var redisURL: String { text("redis.url") }
    var allowedPrivateUpstreams: Set<String> { Set(list("upstream.allow_private")) }
    var codex: CodexSettings {
        CodexSettings(
            tokenURL: text("upstream.codex_token_url"), client: text("upstream.codex_client_id"),
            scope: text("upstream.codex_scope"), lead: minutes("upstream.codex_renewal_lead"),
            models: list("upstream.codex_models"), version: ChatMirror.version)
    }
    /// How many answers of one member may be written at once; nil for any number.
    var mostRunning: Int? {
        let most = Int(text("limits.running_answers"))!
        return most == 0 ? nil : most
    }
    var fileRules: FileRules {
        let most = Int(text("limits.member_files"))!
        return FileRules(mostOfMember: most == 0 ? nil : most << 20)
    }
    /// Where what arrives waits until it can be sent on.
    var spools: String { dataFolder + "/uploads" }
    /// Bytes of an export that a member brings along.
    var mostImported: Int { Int(text("limits.import_size"))! << 20 }
    /// Where the contents of uploaded files are. Processes that serve together need one place that all of them see, and nothing here
    /// tells whether they do: so somebody has to say which it is.
    var filesPlace: FilesPlace {
        get throws {
            let (folder, bucket) = (text("files.folder"), text("files.s3_url"))
            guard bucket.isEmpty else {
                guard folder.isEmpty else {
                    throw ConfigurationError("files.folder and files.s3_url are both set: files are in one place")
                }
                return .bucket(try s3(bucket))
            }
            guard folder.isEmpty else { return .folder(folder) }
            guard redisURL.isEmpty else {
                throw ConfigurationError(
                    """
                    neither files.folder nor files.s3_url is set: with redis.url several processes may serve, and all of them need the \
                    same place for uploaded files. Set files.folder to one that every process can write to, or, where this is the only \
                    one, to \(dataFolder)/files; or files.s3_url to a bucket
                    """)
            }
            return .folder(dataFolder + "/files")
        }
    }

    private func s3(_ address: String) throws -> FilesPlace.Bucket {
        let (key, secret) = (text("files.s3_access_key"), text("files.s3_secret_key"))
        guard !key.isEmpty, !secret.isEmpty else {
            throw ConfigurationError("files.s3_url is set, but not both files.s3_access_key and files.s3_secret_key")
        }
        let url = URLComponents(string: address)!
        let port = url.port.map { ":\($0)" } ?? ""
        return FilesPlace.Bucket(
            at: S3Bucket(
                url: address.hasSuffix("/") ? String(address.dropLast()) : address, region: text("files.s3_region"),
                accessKey: key, secretKey: Secret(secret)),
            host: "\(url.host!)\(port)")
    }
    /// Nil where no application has a key.
    var miniProgram: MiniProgram.Options? {
        guard let applications = try? Application.list(list("miniprogram.app_keys")), !applications.isEmpty else {
            return nil
        }
        var options = MiniProgram.Options(applications)
        options.payer = text("miniprogram.user")
        if !text("miniprogram.model").isEmpty { options.model = text("miniprogram.model") }
        if !text("miniprogram.image_model").isEmpty { options.imageModel = text("miniprogram.image_model") }
        let most = Int(text("miniprogram.rate_limit"))!
        options.mostCalls = most == 0 ? nil : most
        return options
    }
    var tokenManager: TokenManagerOptions {
        var options = TokenManagerOptions()
        options.secret = Secret(text("rt.api_secret"))
        options.prefix = text("rt.public_api_prefix")
        options.client = text("rt.client_id")
        options.login = .seconds(Int64(text("rt.jwt_hours"))! * 3600)
        options.origins = list("rt.cors_origins").map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        return options
    }
    /// Without a trailing slash.
    var chatGPTURL: String {
        let url = text("upstream.chatgpt_base_url")
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }
    var logLevel: String { text("log.level") }

    /// Every option, its value and where it comes from, without secrets.
    var summary: String {
        Option.all.map { option in
            let value = values[option.name]
            let text = value?.text ?? ""
            let shown =
                option.isSecret && !text.isEmpty
                ? "***"
                : option.name == "server.public_url"
                    ? publicURL
                    : option.name == "time_zone" ? timeZone.identifier : text
            return "\(option.name): \(shown)  # \(value?.source ?? "default")"
        }.joined(separator: "\n")
    }
}

extension Option.Kind {
    /// Why the text cannot be the option's value; nil when it can.
    func objection(to text: String) -> String? {
        switch self {
        case .text, .list: text.contains("\0") ? "holds a NUL character" : nil
        case .number(let range):
            Int(text).map(range.contains) == true
                ? nil : "must be a number from \(range.lowerBound) to \(range.upperBound)"
        case .certificates:
            text.isEmpty || Self.holdsCertificate(text) ? nil : "is no readable file of PEM certificates"
        case .choice(let words): words.contains(text) ? nil : "must be one of \(words.joined(separator: ", "))"
        case .timeZone: text.isEmpty || TimeZone(identifier: text) != nil ? nil : "is no time zone, as Asia/Shanghai is"
        case .applications: Self.objection(toApplications: text)
        case .secret(let shortest):
            text.isEmpty || text.utf8.count >= shortest && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
                ? nil : "must have at least \(shortest) characters of printable ASCII, without spaces"
        case .prefix:
            TokenManagerOptions.isPrefix(text)
                ? nil : "must look like /public-api, and be no path that something else here has"
        case .origins:
            Self.list(in: text).allSatisfy(Self.isOrigin) ? nil : "must be a list like https://chat.example.org"
        case .address:
            text.isEmpty || Self.isAddress(text) ? nil : "must look like https://s3.eu-central-1.amazonaws.com/bucket"
        case .origin: text.isEmpty || Self.isOrigin(text) ? nil : "must look like https://chat.example.org"
        }
    }

    static func list(in text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// Names no key.
    private static func objection(toApplications text: String) -> String? {
        do throws(Application.Flaw) {
            _ = try Application.list(list(in: text))
            return nil
        } catch {
            switch error {
            case .malformed(let place):
                return "entry \(place) is no name:key, with a name of A-Z a-z 0-9 - _ and a key of visible characters"
            case .shortKey(let name):
                return "the key of \(name) is shorter than \(Application.shortestKey) characters"
            case .longKey(let name): return "the key of \(name) is longer than \(Application.longestKey) characters"
            case .sameName(let name): return "\(name) stands there twice"
            case .sameKey(let first, let second): return "\(first) and \(second) have the same key"
            }
        }
    }

    private static func holdsCertificate(_ path: String) -> Bool {
        guard !path.contains("\0"), let data = FileManager.default.contents(atPath: path) else { return false }
        return data.range(of: Data("-----BEGIN CERTIFICATE-----".utf8)) != nil
    }

    private static func isAddress(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty else { return false }
        let isPlain = url.path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isPlain && ["http", "https"].contains(url.scheme) && url.query == nil && url.fragment == nil
            && url.user == nil && !url.path.contains("//")
    }

    private static func isOrigin(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty else { return false }
        return ["http", "https"].contains(url.scheme) && ["", "/"].contains(url.path) && url.query == nil
            && url.fragment == nil && url.user == nil
    }
}
