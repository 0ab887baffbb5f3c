import Web

/// The titles of pages.
extension Language {
    enum PageTitle { case chat, admin, signIn, setUp, link, status }

    /// `site`: what the administrators call it.
    func title(of page: PageTitle, on site: String) -> String {
        switch (page, self) {
        case (.chat, _): site
        case (.admin, .english): "Administration · \(site)"
        case (.admin, .chinese): "管理后台 · \(site)"
        case (.signIn, .english): "Sign in · \(site)"
        case (.signIn, .chinese): "登录 · \(site)"
        case (.setUp, .english): "Set up · \(site)"
        case (.setUp, .chinese): "初始化 · \(site)"
        case (.link, .english): "Personal link · \(site)"
        case (.link, .chinese): "专属链接 · \(site)"
        case (.status, .english): "Status · \(site)"
        case (.status, .chinese): "服务状态 · \(site)"
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
