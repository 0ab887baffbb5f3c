import Domain
import JSON
import Web

/// What `POST /api/user/manage` can do.
enum MemberAct: String, Sendable, CaseIterable {
    case enable, disable, delete, promote, demote
    case addQuota = "add_quota"
}

/// How `add_quota` changes a balance.
enum PaymentMode: String, Sendable, CaseIterable { case add, subtract, override, unlimited }

struct MemberWish: Sendable {
    let act: MemberAct
    let id: ID<User>
    let remains: Members.Remains
    let mode: PaymentMode?
    let value: Int?
    let note: String

    /// Of `add_quota`. Throws `missing`.
    func payment() throws(ChatError) -> WalletChange {
        guard let mode else { throw .invalid(field: "mode", .missing) }
        if mode == .unlimited { return .unlimited }
        guard let value else { throw .invalid(field: "value", .missing) }
        switch mode {
        case .add: return .add(value)
        case .subtract: return .subtract(value)
        case .override: return .set(value)
        case .unlimited: return .unlimited
        }
    }
}

/// What a changed member says of the balance: clients send back all that they have read.
struct BalanceWish: Sendable {
    let quota: Int?
    let isUnlimited: Bool?

    /// Another balance than there is means that it is to be that; nil: nothing is to be changed.
    func change(of wallet: Wallet) -> WalletChange? {
        if let quota, quota != wallet.shown { return .set(max(0, quota)) }
        guard let isUnlimited, isUnlimited == wallet.isLimited else { return nil }
        return isUnlimited ? .unlimited : .set(max(0, quota ?? 0))
    }
}

extension Form where Value == NewMember {
    static let newMember = Form(
        Field.name("username").required(), Field.number("role").or(User.Role.member), Field.id("package_id"),
        Field.group, Field.line("display_name", upTo: 64), Field.line("remark", upTo: 255), Field.newPassword
    ) { username, role, package, group, displayName, remark, password in
        var member = NewMember(username)
        member.role = role
        member.package = package
        if let group { member.group = group }
        member.displayName = displayName ?? ""
        member.remark = remark ?? ""
        member.password = password
        return member
    }
}

extension Form where Value == (ID<User>, MemberChange, BalanceWish) {
    static let memberChange = Form(
        Field.id("id").required(), Field.name("username"), Field.line("display_name", upTo: 64),
        Field.line("remark", upTo: 255),
        Field.id("package_id").orNull(), Field.group, Field.number("status"), Field.number("role"), Field.newPassword,
        Field.balance, Field.flag("unlimited_balance")
    ) { id, username, displayName, remark, package, group, status, role, password, quota, isUnlimited in
        var change = MemberChange()
        change.username = username
        change.displayName = displayName
        change.remark = remark
        change.package = package
        change.group = group
        change.status = status
        change.role = role
        change.password = password
        return (id, change, BalanceWish(quota: quota, isUnlimited: isUnlimited))
    }
}

extension Form where Value == MemberWish {
    static let memberAct = Form(
        Field.word("action").required(), Field.id("id").required(),
        Field.word("conversations").or(Members.Remains.keep),
        Field<PaymentMode?>.word("mode"), Field.units("value"), Field.line("note", upTo: 255)
    ) { MemberWish(act: $0, id: $1, remains: $2, mode: $3, value: $4, note: $5 ?? "") }
}

extension Field where Value == Int? {
    /// Below 0 where an answer cost more than was left, and sent back as it was read.
    fileprivate static let balance = Field<Int64?>.integer("quota", in: -Int64(Wallet.most)...Int64(Wallet.most))
        .map { value throws(ChatError) in value.map { Int($0) } }
}

extension Field where Value == String? {
    /// Of those that there are; that it is one is the use case's to say.
    static let group = Field(
        FieldShape("group", .text(longest: 64), sample: .string(UserGroup.standard))
    ) { fields throws(ChatError) in
        // An empty one is how a form says that it has none to say.
        guard let name = try fields.line("group", upTo: 64), !name.isEmpty else { return nil }
        return name
    }

    /// A new password; blank is none. Whether it will do is the use case's to say (`Password`).
    static let newPassword = Field.secret("password", upTo: Password.mostBytes)
}
