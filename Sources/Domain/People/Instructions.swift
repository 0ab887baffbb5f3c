/// What a member wants every model to know, and how to be answered: the system prompt of each turn of the chat that begins while
/// they are on.
public struct Instructions: Sendable, Equatable {
    public var isEnabled = true
    public var aboutUser = ""
    public var aboutAnswers = ""

    public init() {}

    /// Of either text, in bytes.
    public static let longest = 6000

    /// With the instruction of a chat's assistant, which stands before them. Nil where there is nothing to say.
    func prompt(behind instruction: String?) -> String? {
        guard let instruction, !instruction.isEmpty else { return prompt }
        return prompt.map { "\(instruction)\n\n\($0)" } ?? instruction
    }

    /// Nil where there is nothing to say.
    var prompt: String? {
        guard isEnabled else { return nil }
        let texts = [
            aboutUser.isEmpty ? nil : "What the user wants you to know about them:\n\(aboutUser)",
            aboutAnswers.isEmpty ? nil : "How the user wants you to answer:\n\(aboutAnswers)",
        ].compactMap(\.self)
        return texts.isEmpty ? nil : texts.joined(separator: "\n\n")
    }
}

/// What is to be changed of a member's instructions; nil stays as it is.
public struct InstructionsChange: Sendable {
    public var isEnabled: Bool?
    public var aboutUser: String?
    public var aboutAnswers: String?

    public init() {}

    public func applied(to instructions: Instructions) -> Instructions {
        var changed = instructions
        changed.isEnabled = isEnabled ?? changed.isEnabled
        changed.aboutUser = aboutUser ?? changed.aboutUser
        changed.aboutAnswers = aboutAnswers ?? changed.aboutAnswers
        return changed
    }
}
