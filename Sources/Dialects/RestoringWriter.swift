internal import Domain
internal import JSON

/// Gives calls the names that the asker knows their tools by, and those of free-text tools their text, before they are written:
/// an upstream may have known the tools by shorter names, and as functions.
struct RestoringWriter: ReplyWriter {
    private var writer: any ReplyWriter
    private let names: [Text: Text]
    private let custom: Set<Text>
    /// The arguments of calls that are text to the asker, until they are whole, by the number of the call.
    private var held: [Int: Held] = [:]

    private struct Held: Sendable {
        var arguments = ""
        var progress = ObjectProgress()
    }

    /// The writer itself where there is nothing to restore. `rename`: what tools are called upstream.
    static func around(
        _ writer: any ReplyWriter, _ head: ReplyHead, rename: (Text) -> Text = \.openAIToolName
    ) -> any ReplyWriter {
        var names: [Text: Text] = [:]
        var custom: Set<Text> = []
        for tool in head.prompt?.tools ?? [] {
            let name: Text
            switch tool {
            case .function(let function): name = function.name
            case .custom(let tool):
                name = tool.name
                custom.insert(name)
            case .webSearch, .other: continue
            }
            let renamed = rename(name)
            if renamed != name { names[renamed] = name }
        }
        guard !names.isEmpty || !custom.isEmpty else { return writer }
        return RestoringWriter(writer: writer, names: names, custom: custom)
    }

    private init(writer: any ReplyWriter, names: [Text: Text], custom: Set<Text>) {
        self.writer = writer
        self.names = names
        self.custom = custom
    }

    mutating func write(_ piece: ReplyPiece) -> [UInt8] {
        guard piece.raw == nil else { return writer.write(piece) }
        let events = piece.events.compactMap { restored($0) }
        return events.isEmpty && !piece.events.isEmpty ? [] : writer.write(ReplyPiece(events))
    }

    mutating func end(_ reason: FinishReason) -> [UInt8] { writeHeld() + writer.end(reason) }
    mutating func fail(_ error: ErrorReply) -> [UInt8] { writer.fail(error) }
    var whole: JSONValue? { writer.whole }

    private mutating func restored(_ event: ReplyEvent) -> ReplyEvent? {
        switch event {
        case .toolCall(let call):
            let name = names[call.name] ?? call.name
            let isText = call.kind == .function && custom.contains(name)
            if isText { held[call.index] = Held() }
            return .toolCall(ToolCallHead(call.index, id: call.id, name: name, kind: isText ? .custom : call.kind))
        case .toolArguments(let index, let piece):
            guard held[index] != nil else { return event }
            held[index]!.arguments += piece
            held[index]!.progress.read(piece)
            guard held[index]!.progress.isWhole, let call = held.removeValue(forKey: index) else { return nil }
            let input = Self.input(in: call.arguments)
            return input.isEmpty ? nil : .toolArguments(index: index, input)
        default: return event
        }
    }

    private mutating func writeHeld() -> [UInt8] {
        let texts = held.sorted { $0.key < $1.key }.map { ($0.key, Self.input(in: $0.value.arguments)) }
        held = [:]
        let events = texts.filter { !$0.1.isEmpty }.map { ReplyEvent.toolArguments(index: $0.0, $0.1) }
        return events.isEmpty ? [] : writer.write(ReplyPiece(events))
    }

    /// Some models leave out the object.
    private static func input(in arguments: String) -> String {
        guard let json = try? JSONValue(parsing: arguments.utf8, duplicates: .keepFirst) else { return arguments }
        if json.members?.isEmpty == true { return "" }
        return json["input"]?.text?.string ?? json.text?.string ?? arguments
    }
}
