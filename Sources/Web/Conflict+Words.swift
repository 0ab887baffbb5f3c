package import Domain

extension Conflict {
    package var english: String {
        switch self {
        case .exists: "This exists already."
        case .usernameTaken: "This name is taken."
        case .lastAdmin: "This is the last administrator."
        case .alreadySetUp: "There is an administrator already."
        case .changedMeanwhile: "Somebody else has changed this meanwhile. Load it again, then make your changes."
        case .accountDedicated: "A dedicated account serves one member, and this one has a member."
        case .alreadyBound: "The member has this account already."
        case .accountLends: "This is the login of an account that serves members. Delete the account instead."
        case .accountBound: "Members are bound to this account. Remove them first."
        case .tokenKnown: "This refresh token is here already."
        case .tokenUsed: "This was used before."
        case .tooManyKeys: "You have as many keys as one person may have. Delete one first."
        case .tooManyProjects: "You have as many projects as one person may have. Delete one first."
        case .inTrash: "This chat is in the trash. Restore it first."
        case .isTemporary: "A temporary chat cannot be renamed, pinned, archived, moved or shared."
        case .nothingToShare: "There is nothing in this chat yet that could be shared."
        case .notTemporary: "This chat is kept. Begin a new temporary chat for what is not to be kept."
        case .jobRunning: "This is already under way. Wait until it has ended."
        case .conversationTaken: "Another response is under way in this conversation. Try again when it has ended."
        case .notInBackground: "Only a response that was asked for with background: true can be cancelled."
        case .sealedByFile: "Some secrets have no data key yet: run keys rotate first."
        }
    }

    package var chinese: String {
        switch self {
        case .exists: "已经存在。"
        case .usernameTaken: "用户名已被使用。"
        case .lastAdmin: "不能移除最后一个管理员。"
        case .alreadySetUp: "管理员已经设置。"
        case .changedMeanwhile: "在此期间已有他人修改，请重新载入后再修改。"
        case .accountDedicated: "这个账号已独占分配，或已有其他绑定。"
        case .alreadyBound: "该成员已绑定这个账号。"
        case .accountLends: "这是一个正在服务成员的账号的登录，请删除该账号，或先停止出借。"
        case .accountBound: "有成员绑定了这个账号，请先解除绑定。"
        case .tokenKnown: "这个 Refresh Token 已经存在。"
        case .tokenUsed: "已经使用过。"
        case .tooManyKeys: "密钥数量已达上限，请先删除一个。"
        case .tooManyProjects: "项目数量已达上限，请先删除一个。"
        case .inTrash: "这个对话在回收站中，请先恢复。"
        case .isTemporary: "临时对话不能重命名、置顶、归档、移动或分享。"
        case .nothingToShare: "此对话还没有可以分享的内容。"
        case .notTemporary: "这个对话会被保留。不想保留的内容，请新建临时对话。"
        case .jobRunning: "同样的任务正在进行，请等它结束。"
        case .conversationTaken: "这个对话中还有一个回答正在生成，请等它结束后重试。"
        case .notInBackground: "只有以 background: true 请求的回答可以取消。"
        case .sealedByFile: "有些密钥还没有数据密钥：请先运行 keys rotate。"
        }
    }
}
