import Domain
import HTTP
import JSON
import Web
import Wire

/// Why an account is asked and the others are not (chatmirror.md §5).
struct ChannelChoice: Sendable {
    let choices: Choices

    static func routes(_ choices: Choices) -> [Route] {
        let choice = ChannelChoice(choices: choices)
        return [
            Route(.get, "/api/channel/choose", .admin, choice.choose),
            Route(.get, "/api/channel/loads", .admin, choice.loads),
        ]
    }

    /// `GET /api/channel/choose?user_id&model`: what would be chosen now; `?request_id`: why that was chosen then.
    func choose(_ call: Call) async throws(ChatError) -> Response {
        let query = call.request.items
        if let request = query.word("request_id") {
            return .envelope(try await choices.past(of: request).json(in: call.language))
        }
        guard let user = try query.number("user_id", upTo: .max) else { throw .invalid(field: "user_id", .missing) }
        guard let model = query.word("model") else { throw .invalid(field: "model", .missing) }
        return .envelope(try await choices.consider(model, for: ID(user)).json(in: call.language))
    }

    /// `GET /api/channel/loads`: `{"items":[{"id","name","count"}]}`, what each account was asked in the last hour.
    func loads(_ call: Call) async throws(ChatError) -> Response {
        let items = try await choices.loads().map { load -> JSONValue in
            ["id": .integer(load.account.value), "name": .string(load.name), "count": .integer(load.count)]
        }
        return .envelope(["items": .array(items)])
    }
}

extension Choices.Report {
    fileprivate func json(in language: Language) -> JSONValue {
        [
            "chosen": choice.chosen.map { .integer($0.value) } ?? .null,
            "candidates": .array(
                choice.candidates.map { candidate in
                    [
                        "id": .integer(candidate.account.value), "name": .string(names[candidate.account] ?? ""),
                        "outcome": .string(candidate.outcome.rawValue),
                        "reason": .string(candidate.outcome.words(in: language)),
                    ]
                }),
        ]
    }
}

extension Choice.Outcome {
    fileprivate func words(in language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }

    private var english: String {
        switch self {
        case .chosen: "works, and comes first"
        case .chosenOnTrial: "its rest is over, and this question shows whether it works again"
        case .chosenForConversation: "works, and has the conversation already"
        case .chosenAsLast: "no account works, so it is asked all the same"
        case .elsewhere: "works; another account has the conversation"
        case .behindTrial: "works; another account's rest is over, and this shows whether it works again"
        case .laterInOrder: "works, but comes later in the member's own order"
        case .shared: "works, but is shared: the member's dedicated account comes first"
        case .lowerPriority: "works, but has a lower priority"
        case .balanced: "works as well; the strategy took another"
        case .busy: "answers as many questions as it may at once"
        case .full: "a limit of this account is reached"
        case .onTrial: "another question shows whether it works again"
        case .modelResting: "the model rests on this account"
        case .cooling: "failed and cools down"
        case .limited: "its upstream wants to be left alone"
        case .needsLogin: "its key or login is not accepted"
        case .needsAttention: "needs a person to look at it"
        case .draining: "takes nothing new"
        case .disabled: "disabled, or cannot be read"
        case .withoutModel: "does not serve the model"
        }
    }

    private var chinese: String {
        switch self {
        case .chosen: "正常，且排在最前"
        case .chosenOnTrial: "冷却已结束，用这次请求确认是否恢复"
        case .chosenForConversation: "正常，且该对话已在此账号上"
        case .chosenAsLast: "没有正常的账号，仍然尝试它"
        case .elsewhere: "正常；对话已在另一个账号上"
        case .behindTrial: "正常；另一个账号的冷却已结束，用这次请求确认是否恢复"
        case .laterInOrder: "正常，但在该成员的自定顺序中靠后"
        case .shared: "正常，但为共享账号：成员的独享账号优先"
        case .lowerPriority: "正常，但优先级较低"
        case .balanced: "同样正常；按策略选了另一个账号"
        case .busy: "同时回答的请求已达上限"
        case .full: "该账号的限额已用完"
        case .onTrial: "正用另一个请求确认是否恢复"
        case .modelResting: "该模型在此账号上暂不可用"
        case .cooling: "出错后冷却中"
        case .limited: "上游要求暂停使用"
        case .needsLogin: "密钥或登录不被接受"
        case .needsAttention: "需要人工处理"
        case .draining: "不再接受新请求"
        case .disabled: "已停用，或无法读取"
        case .withoutModel: "不提供该模型"
        }
    }
}
