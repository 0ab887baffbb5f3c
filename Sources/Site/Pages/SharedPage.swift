import Domain
import Web

/// What stands on the page of a share. Everything from outside is escaped.
struct SharedPage {
    let language: Language
    let now: Timestamp
    let look: SiteLook

    func html(of reading: SharedChats.Reading) -> String {
        var html = """
            <div class="shared"><header class="shared-head"><span class="shared-product">\(logo)\(look.name.escapedForHTML)</span>
            <h1 dir="auto">\(reading.share.title.escapedForHTML)</h1><p>\(note(of: reading.share))</p></header><main>
            """
        for message in reading.messages { html += article(of: message) }
        return html + "</main></div>"
    }

    private func article(of message: SharedMessage) -> String {
        let (kind, label) = message.isQuestion ? ("question", question) : ("answer", answer)
        // A line break after the tag would be one of the text.
        let text =
            message.text.isEmpty ? "" : "<div class=\"shared-text\" dir=\"auto\">\(message.text.escapedForHTML)</div>"
        let files = message.files == 0 ? "" : "<p class=\"shared-files\">\(left(out: message.files))</p>"
        return "<article class=\"shared-\(kind)\"><h2>\(label)</h2>\(text)\(files)</article>"
    }

    private var logo: String {
        look.logo.map { "<img src=\"\(SiteLook.logoAddress($0))\" alt=\"\">" } ?? ""
    }

    /// Without a script, too. `message`: why it is asked again.
    func passcodeForm(_ message: String?) -> String {
        let words = message.map { "<p class=\"shared-refusal\" role=\"alert\">\($0.escapedForHTML)</p>" } ?? ""
        return """
            <div class="shared shared-locked"><main><h1>\(passcodeTitle)</h1><p>\(passcodeIntro)</p>\(words)
            <form method="post"><label>\(passcodeLabel)
            <input type="password" name="passcode" required maxlength="64" autocomplete="off" autofocus></label>
            <button type="submit">\(openButton)</button></form></main></div>
            """
    }
}

// MARK: Words

extension SharedPage {
    private func note(of share: SharedChat) -> String {
        switch language {
        case .english:
            "A shared chat. Answers come from a language model and may be wrong."
                + (share.isPublic ? "" : " Only you see this page now.")
        case .chinese: "分享的对话。回答由语言模型生成，可能有误。" + (share.isPublic ? "" : "目前只有你能看到此页面。")
        }
    }

    private var question: String { language == .english ? "Question" : "提问" }
    private var answer: String { language == .english ? "Answer" : "回答" }

    private func left(out files: Int) -> String {
        switch language {
        case .english: files == 1 ? "A file or picture is not shared." : "\(files) files or pictures are not shared."
        case .chinese: "未分享 \(files) 个文件或图片。"
        }
    }

    var passcodeTitle: String { language == .english ? "This chat has a passcode" : "此对话需要访问码" }
    var wrongPasscode: String { language == .english ? "That is not the passcode." : "访问码不正确。" }

    private var passcodeIntro: String {
        language == .english ? "Ask whoever sent you the address." : "请向发给你此链接的人索取访问码。"
    }
    private var passcodeLabel: String { language == .english ? "Passcode" : "访问码" }
    private var openButton: String { language == .english ? "Open" : "打开" }
}
