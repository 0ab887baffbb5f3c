public import Database
public import Domain

extension ID: SQLConvertible, SQLReadable {
    public var sqlValue: SQLValue { .integer(value) }
    public init?(sqlValue: SQLValue) {
        guard let value = Int64(sqlValue: sqlValue) else { return nil }
        self.init(value)
    }
}

extension Key: SQLConvertible, SQLReadable {
    public var sqlValue: SQLValue { .text(text) }
    public init?(sqlValue: SQLValue) {
        guard let text = String(sqlValue: sqlValue) else { return nil }
        self.init(text)
    }
}

extension Timestamp: SQLConvertible, SQLReadable {
    public var sqlValue: SQLValue { .integer(milliseconds) }
    public init?(sqlValue: SQLValue) {
        guard let milliseconds = Int64(sqlValue: sqlValue) else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

extension User.Role: SQLConvertible, SQLReadable {}
extension User.Status: SQLConvertible, SQLReadable {}
extension Provider: SQLConvertible, SQLReadable {}
extension Account.Status: SQLConvertible, SQLReadable {}
extension AccountHealth.State: SQLConvertible, SQLReadable {}
extension Binding.Mode: SQLConvertible, SQLReadable {}
extension QuotaWindow: SQLConvertible, SQLReadable {}
extension QuotaScope: SQLConvertible, SQLReadable {}
extension QuotaUnit: SQLConvertible, SQLReadable {}
extension TitleOrigin: SQLConvertible, SQLReadable {}
extension Message.Role: SQLConvertible, SQLReadable {}
extension Message.Kind: SQLConvertible, SQLReadable {}
extension Message.Status: SQLConvertible, SQLReadable {}
extension TurnFailure: SQLConvertible, SQLReadable {}
extension Endpoint: SQLConvertible, SQLReadable {}
extension Settlement: SQLConvertible, SQLReadable {}
extension Lease: SQLConvertible, SQLReadable {}
extension Job.Kind: SQLConvertible, SQLReadable {}
extension Job.Status: SQLConvertible, SQLReadable {}
extension Job.Failure: SQLConvertible, SQLReadable {}
extension File.Kind: SQLConvertible, SQLReadable {}
extension TextEncoding: SQLConvertible, SQLReadable {}
extension StoredResponse.Status: SQLConvertible, SQLReadable {}
extension AlertKind: SQLConvertible, SQLReadable {}
extension AlertSubject.Kind: SQLConvertible, SQLReadable {}
extension AlertChannel.Kind: SQLConvertible, SQLReadable {}
extension AlertLanguage: SQLConvertible, SQLReadable {}
extension AlertDelivery.State: SQLConvertible, SQLReadable {}
extension LedgerState: SQLConvertible, SQLReadable {}
