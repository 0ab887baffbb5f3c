import Web

/// The titles of pages.
extension Language {
    static let product = "ChatMirror"

    enum PageTitle { case chat, admin, signIn, setUp, link, status }

    func title(of page: PageTitle) -> String {
        switch (page, self) {
        case (.chat, _): Self.product
        case (.admin, .english): "Administration · \(Self.product)"
        case (.admin, .chinese): "管理后台 · \(Self.product)"
        case (.signIn, .english): "Sign in · \(Self.product)"
        case (.signIn, .chinese): "登录 · \(Self.product)"
        case (.setUp, .english): "Set up · \(Self.product)"
        case (.setUp, .chinese): "初始化 · \(Self.product)"
        case (.link, .english): "Personal link · \(Self.product)"
        case (.link, .chinese): "专属链接 · \(Self.product)"
        case (.status, .english): "Status · \(Self.product)"
        case (.status, .chinese): "服务状态 · \(Self.product)"
        }
    }

    var statusIntro: String {
        self == .chinese
            ? "各模型最近 30 天的可用率：成功的请求占比，每格一天，最右为今天。"
            : "Availability of each model over the last 30 days: how many of the requests succeeded. One field a day, today at the end."
    }

    func title(ofStatus status: Int) -> String {
        switch (status, self) {
        case (403, .english): "Not allowed"
        case (403, .chinese): "没有权限"
        case (404, .english): "Not found"
        case (404, .chinese): "没有找到"
        case (503, .english): "Not available right now"
        case (503, .chinese): "暂时不可用"
        case (_, .english): "This did not work"
        case (_, .chinese): "操作未成功"
        }
    }
}
