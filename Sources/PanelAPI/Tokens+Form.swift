import Domain
import JSON
import Transport
import Web

/// What New API calls the status of a token.
enum TokenStatus: Int, Sendable, CaseIterable { case on = 1, off = 2 }

/// What a request changes of a key, but for its name.
struct KeyChange: Sendable {
    /// Unix seconds; 0 and less for never.
    var expiresAt: Int64?
    /// Only these models, or all.
    var isLimited: Bool?
    var models: [String]?
    var addresses: [String]?
    /// What the key may spend from now on, in units, and whether it may spend any amount.
    var remaining: Int?
    var isUnlimited: Bool?

    /// Nil: it stays. One who names an amount alone means it.
    var limit: Int?? {
        if isUnlimited == true { return .some(nil) }
        return isUnlimited == false ? remaining ?? 0 : remaining.map { $0 }
    }

    func apply(to key: inout APIKey) {
        // 0 is how some clients say *never*.
        if let expiresAt { key.expiresAt = expiresAt <= 0 ? nil : Timestamp(seconds: expiresAt) }
        if let isLimited {
            key.models = isLimited ? models ?? key.models ?? [] : nil
        } else if let models, key.models != nil {
            key.models = models
        }
        if let addresses { key.addresses = addresses }
    }
}

extension Form where Value == (String, KeyChange) {
    static let newKey = Form(
        Field.keyName.required(), Field.expiry, Field.flag("model_limits_enabled"), Field.modelLimits, Field.addresses,
        Field.remaining, Field.flag("unlimited_quota")
    ) {
        ($0, KeyChange(expiresAt: $1, isLimited: $2, models: $3, addresses: $4, remaining: $5, isUnlimited: $6))
    }
}

extension Form where Value == (ID<APIKey>, String?, KeyChange) {
    static let keyChange = Form(
        Field.id("id").required(), Field.keyName, Field.expiry, Field.flag("model_limits_enabled"), Field.modelLimits,
        Field.addresses, Field.remaining, Field.flag("unlimited_quota")
    ) {
        ($0, $1, KeyChange(expiresAt: $2, isLimited: $3, models: $4, addresses: $5, remaining: $6, isUnlimited: $7))
    }
}

extension Form where Value == (ID<APIKey>, TokenStatus) {
    static let keyStatus = Form(Field.id("id").required(), Field.number("status").required()) { ($0, $1) }
}

extension Field where Value == String? {
    /// 1 to 50 bytes.
    fileprivate static let keyName = Field.name("name", upTo: 50).map { name throws(ChatError) in
        guard let name, name.utf8.count > 50 else { return name }
        throw .invalid(field: "name", .longerThan(50, .bytes))
    }
}

extension Field where Value == Int? {
    /// Units of money.
    static func units(_ name: String) -> Field {
        Field<Int64?>.integer(name, in: 0...Int64(Wallet.most)).map { value throws(ChatError) in value.map { Int($0) } }
    }

    /// One that was used beyond its end says so below 0, and is sent back as it was read.
    fileprivate static let remaining = Field<Int64?>.integer(
        "remain_quota", in: -Int64(Wallet.most)...Int64(Wallet.most)
    )
    .map { value throws(ChatError) in value.map { max(0, Int($0)) } }
}

extension Field where Value == Int64? {
    fileprivate static let expiry = Field.integer("expired_time", in: -1...253_402_300_799)
}

extension Field where Value == [String]? {
    /// Behind commas.
    fileprivate static let modelLimits = Field<String?>.text("model_limits", upTo: 64 << 10).map {
        text throws(ChatError) in
        text?.utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)).trimmed }.filter { !$0.isEmpty }
    }

    /// One a line, or behind commas: addresses and networks. What is neither would one day let nobody in, or everybody. Null is none.
    fileprivate static let addresses = Field<[String]?>(
        FieldShape("allow_ips", .text(longest: 8192), sample: "10.0.0.0/8")
    ) { fields throws(ChatError) in
        guard fields.has("allow_ips") else { return nil }
        let separators: Set<UInt8> = [10, 13, UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: ";")]
        let text = try fields.string("allow_ips", upTo: 8192) ?? ""
        let addresses = text.utf8.split { separators.contains($0) }.map { String(Substring($0)) }
        guard addresses.allSatisfy({ IPAddress($0) != nil || CIDR($0) != nil }) else {
            throw .invalid(field: "allow_ips", .notAnAddress)
        }
        guard addresses.count <= 100 else { throw .invalid(field: "allow_ips", .tooManyValues(most: 100)) }
        return addresses
    }
}
