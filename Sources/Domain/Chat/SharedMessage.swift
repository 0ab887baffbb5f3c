/// What a reader of a share sees of a question or an answer: what was said, and nothing of who said it.
public struct SharedMessage: Sendable, Equatable {
    /// The last of the messages that it is made of.
    public private(set) var id: Key<Message>
    public let isQuestion: Bool
    public private(set) var text: String
    /// Pictures and files that were sent with it. Readers get none of them.
    public let files: Int

    /// Of a path from the root. Thoughts, instructions and what has no words yet are left out; an answer with what it was continued with is one.
    static func all(of path: [Message]) -> [SharedMessage] {
        var shown: [SharedMessage] = []
        for message in path where message.kind == .text && message.role != .system {
            let isQuestion = message.role == .user
            if !isQuestion, shown.last?.isQuestion == false {
                // The two are one text (`AnswerSeam`).
                shown[shown.count - 1].text += message.text
                shown[shown.count - 1].id = message.id
            } else if !message.text.isEmpty || !message.files.isEmpty {
                let files = message.files.count
                shown.append(SharedMessage(id: message.id, isQuestion: isQuestion, text: message.text, files: files))
            }
        }
        return shown
    }
}
