internal import JSON

/// Cuts a file of conversations, as it arrives, into conversations: an array of them, an object that holds such an array, or one alone.
struct ForeignCutter: Sendable {
    private var cutter: JSONCutter
    /// What is open, from the outside in.
    private var levels: [Level] = []
    /// The conversations among them. Changed where they are: a copy of one for each of its nodes would cost the square of their number.
    private var chats: [ForeignChat] = []

    private enum Level { case list, chat, mapping }

    init() {
        cutter = JSONCutter(longest: ForeignChat.longestNode) { path, isArray in
            guard let name = path.last else { return true }
            let (depth, isInObject) = (path.count, path.first?.isEmpty == false)
            if isArray { return depth == 1 && name == "conversations" }
            if name == "mapping" { return depth <= 3 }
            return name.isEmpty && depth == (isInObject ? 2 : 1)
        }
    }

    var isComplete: Bool { cutter.isComplete }
    var isBroken: Bool { cutter.isBroken }

    /// The conversations that end here.
    mutating func feed(_ bytes: [UInt8]) -> [ForeignChat] {
        cutter.feed(bytes).compactMap { take($0) }
    }

    private mutating func take(_ event: JSONCutter.Event) -> ForeignChat? {
        switch event {
        case .opened(let name):
            open(name)
            return nil
        case .closed: return close()
        case .value(let name, let bytes): return takeValue(name, bytes)
        }
    }

    private mutating func open(_ name: Text?) {
        guard levels.last == .chat else {
            // The text itself is a list, or an object.
            let isList = levels.isEmpty && cutter.beginsWithArray
            levels.append(isList ? .list : .chat)
            if !isList { chats.append(ForeignChat()) }
            return
        }
        if name == "mapping" { chats[chats.count - 1].beginMapping() } else { chats[chats.count - 1].beFrame() }
        levels.append(name == "mapping" ? .mapping : .list)
    }

    private mutating func close() -> ForeignChat? {
        guard levels.popLast() == .chat, let chat = chats.popLast() else { return nil }
        // The object around all of them is none.
        return chat.isFrame && !chat.hasMapping ? nil : chat
    }

    private mutating func takeValue(_ name: Text?, _ bytes: [UInt8]?) -> ForeignChat? {
        switch levels.last {
        case .mapping:
            if let name { chats[chats.count - 1].takeNode(name, bytes) }
        case .chat:
            if let name { chats[chats.count - 1].take(name, bytes) }
        // No object at all.
        case .list: return ForeignChat()
        case nil: break
        }
        return nil
    }
}
