import Domain
import Web

/// What `POST /api/user/manage` can do.
enum MemberAct: String, Sendable, CaseIterable { case enable, disable, delete, promote, demote }

extension Form where Value == NewMember {
    static let newMember = Form(
        Field.name("username").required(), Field.number("role").or(User.Role.member), Field.id("package_id"),
        Field.line("display_name", upTo: 64), Field.line("remark", upTo: 255), Field.newPassword
    ) { username, role, package, displayName, remark, password in
        var member = NewMember(username)
        member.role = role
        member.package = package
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
        Field.id("package_id").orNull(), Field.number("status"), Field.number("role"), Field.newPassword
    ) { id, username, displayName, remark, package, status, role, password in
        var change = MemberChange()
        change.username = username
        change.displayName = displayName
        change.remark = remark
        change.package = package
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
    /// A new password; blank is none. Whether it will do is the use case's to say (`Password`).
    static let newPassword = Field.secret("password", upTo: Password.mostBytes)
}
