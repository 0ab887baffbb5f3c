internal import JSON

extension ExportedChat {
    /// The branch that is shown, as Markdown: a heading for each who speaks. Files are named, as they are not in it.
    func markdown(_ words: Export.Words) -> [UInt8] {
        var output = Array("# \(conversation.title)\n".utf8)
        let path = messages.path(to: conversation.currentNode)
        var former: Message.Role?
        for message in path where message.role != .system {
            let isThought = message.kind == .thoughts
            if former != message.role {
                let name = message.role == .user ? words.you : words.assistant
                let model = message.role == .assistant && !message.model.isEmpty ? " (\(message.model))" : ""
                output += "\n## \(name)\(model)\n".utf8
            }
            former = message.role
            for file in message.files { output += "\n*\(words.file): \(file.name)*\n".utf8 }
            if isThought { output += "\n*\(words.thoughts)*\n\n\(Self.quoted(message.text))\n".utf8 }
            if !isThought, !message.text.isEmpty { output += "\n\(message.text)\n".utf8 }
            let sources = message.work.sources.compactMap {
                ForeignSource(title: $0.title.string, address: $0.address.string).line
            }
            if !sources.isEmpty { output += "\n\(sources.joined(separator: "\n"))\n".utf8 }
        }
        return output
    }

    private static func quoted(_ text: String) -> String {
        let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
        return lines.map { "> " + String(Substring($0)) }.joined(separator: "\n")
    }
}
