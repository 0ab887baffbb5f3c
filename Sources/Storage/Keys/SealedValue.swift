internal import Database
internal import Domain

/// A secret as it stands in a column: `v2`, the number of a data key in eight bytes, and what that key has sealed.
///
/// What begins with `v1` was sealed with the key file itself, by versions that had no data keys.
struct SealedValue: Sendable {
    /// Nil: the key file.
    let key: Int64?
    let content: [UInt8]

    private static let first = Array("v1".utf8)
    private static let second = Array("v2".utf8)

    init(key: Int64, content: [UInt8]) {
        self.key = key
        self.content = content
    }

    /// Nil for what is neither.
    init?(_ stored: [UInt8]) {
        if stored.starts(with: Self.first) {
            key = nil
            content = stored
        } else {
            let number = stored.dropFirst(Self.second.count).prefix(8)
            guard stored.starts(with: Self.second), number.count == 8 else { return nil }
            key = Int64(bitPattern: number.reduce(0) { $0 << 8 | UInt64($1) })
            content = Array(stored.dropFirst(Self.second.count + 8))
        }
    }

    /// It was sealed with the key file itself.
    var isOfFile: Bool { key == nil }

    var stored: [UInt8] {
        guard let key else { return content }
        let number = UInt64(bitPattern: key)
        return Self.second + (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } + content
    }
}

/// A column of sealed values. All of them are here: what is not would be lost with the key it was sealed with.
struct SealedColumn: Sendable {
    let table: SQL
    let column: SQL
    /// Table and column as they are sealed in.
    private let name: String
    /// How a value of it is called that cannot be opened.
    let unreadable: @Sendable (_ row: Int64) -> UnreadableSecret

    static let accountKey = SealedColumn(table: "accounts", column: "sealed_key", name: "accounts|key") {
        .part(.key, of: ID($0))
    }
    static let accountProxy = SealedColumn(table: "accounts", column: "sealed_proxy", name: "accounts|proxy") {
        .part(.proxy, of: ID($0))
    }
    static let apiKey = SealedColumn(table: "api_keys", column: "sealed", name: "api_keys|sealed") { .apiKey(ID($0)) }
    static let fileKey = SealedColumn(table: "files", column: "sealed_key", name: "files|key") { .file($0) }
    static let exportKey = SealedColumn(table: "exports", column: "sealed_key", name: "exports|key") { .export($0) }
    static let responseKey = SealedColumn(
        table: "stored_responses", column: "sealed_key", name: "stored_responses|key"
    ) { .response($0) }
    static let itemsKey = SealedColumn(
        table: "response_conversations", column: "sealed_key", name: "response_conversations|key"
    ) { .items($0) }
    static let appUserKey = SealedColumn(table: "app_users", column: "sealed_key", name: "app_users|key") {
        .appUser($0)
    }
    static let tokenProxies = SealedColumn(
        table: "refresh_token_settings", column: "sealed_proxies", name: "refresh_token_settings|proxies"
    ) { _ in .tokenProxies }
    static let alertTarget = SealedColumn(
        table: "alert_channels", column: "sealed_target", name: "alert_channels|target"
    ) { .alertChannel($0) }
    static let all = [
        accountKey, accountProxy, apiKey, fileKey, exportKey, responseKey, itemsKey, appUserKey, tokenProxies,
        alertTarget,
    ]

    /// It is sealed in, so that a value moved elsewhere does not open.
    func place(of row: Int64) -> String { "\(name)|\(row)" }
}
