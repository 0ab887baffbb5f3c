/// Something that we ask an account ourselves, beside a member's questions. It is not charged, and what becomes of it says nothing of
/// the account's health.
struct SideQuestion: Sendable {
    let prompt: Prompt
    let account: Account
    let key: Secret
    /// Whoever takes longer is not waited for.
    let deadline: Duration
    /// So much of the answer is looked at.
    let mostBytes: Int

    /// Whether an account can be asked: the demo answers by itself, and ChatGPT's page would make another conversation of it.
    static func canAsk(_ account: Account) -> Bool { account.provider != .demo && account.provider != .chatGPTWeb }

    /// What is said, without thoughts; nil without an answer.
    func answer(by backend: any ConversationBackend, _ clock: any WallClock) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask { await ask(backend) }
            group.addTask {
                await clock.sleep(deadline)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private func ask(_ backend: any ConversationBackend) async -> String? {
        var answer = ""
        do {
            _ = try await backend.answer(prompt, as: account, key: key, after: {}) { piece in
                for case .text(let text) in piece.events where answer.utf8.count < mostBytes { answer += text }
            }
            return ThoughtTags.without(answer)
        } catch {
            return nil
        }
    }
}
