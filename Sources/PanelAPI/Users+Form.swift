import Domain
import JSON
import Web

/// What `POST /api/user/manage` can do.
enum MemberAct: String, Sendable, CaseIterable { case enable, disable, delete, promote, demote }

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

extension Form where Value == (ID<User>, MemberChange) {
    static let memberChange = Form(
        Field.id("id").required(), Field.name("username"), Field.line("display_name", upTo: 64),
        Field.line("remark", upTo: 255),
        Field.id("package_id").orNull(), Field.group, Field.number("status"), Field.number("role"), Field.newPassword
    ) { id, username, displayName, remark, package, group, status, role, password in
        var change = MemberChange()
        change.username = username
        change.displayName = displayName
        change.remark = remark
        change.package = package
        change.group = group
        change.status = status
        change.role = role
        change.password = password
        return (id, change)
    }
}

extension Form where Value == (MemberAct, ID<User>, Members.Remains) {
    static let memberAct = Form(
        Field.word("action").required(), Field.id("id").required(), Field.word("conversations").or(Members.Remains.keep)
    ) { ($0, $1, $2) }
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
