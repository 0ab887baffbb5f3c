import Testing

@testable import Domain

@Suite struct ThreadPortionTests {
    @Test func `pages upwards give the whole path, each from a question on, and say how much is above`() throws {
        for seed in 0..<60 {
            let tree = RandomTree(seed: UInt64(seed))
            for limit in [1, 2, 7, 50] {
                var (seen, before) = ([Key<Message>](), Key<Message>?.none)
                repeat {
                    let portion = try ThreadPortion(
                        .newest(limit, before: before), of: tree.messages, upTo: tree.leaf)
                    let page = tree.path.filter { portion.shown.contains($0.id) }
                    #expect(page.count == portion.shown.count && page.count >= min(limit, tree.path.count - seen.count))
                    #expect(page.first?.role == .user)
                    let above = tree.path.prefix { $0.id != page.first?.id }
                    #expect(portion.earlier == RandomTree.items(in: Array(above)))
                    seen = page.map(\.id) + seen
                    before = portion.earlier == 0 ? nil : page.first?.id
                } while before != nil
                #expect(seen == tree.path.map(\.id), "seed \(seed), limit \(limit)")
            }
        }
    }

    @Test func `what a shown message hangs on and what stands beside it is named, and nothing else`() throws {
        for seed in 0..<60 {
            let tree = RandomTree(seed: UInt64(seed))
            let portion = try ThreadPortion(.newest(4, before: nil), of: tree.messages, upTo: tree.leaf)
            let parents = Set(tree.messages.filter { portion.shown.contains($0.id) }.map(\.parent))
            for message in tree.messages where !portion.shown.contains(message.id) {
                let isNear = parents.contains(message.id) || parents.contains(message.parent)
                #expect(portion.named.contains(message.id) == isNear)
            }
            #expect(portion.shown.isDisjoint(with: portion.named))
        }
    }

    @Test func `what came since a version is everything that may have changed`() throws {
        for seed in 0..<60 {
            let tree = RandomTree(seed: UInt64(seed))
            let former = Array(tree.messages.prefix(tree.messages.count / 2))
            let version = try ThreadPortion(.whole, of: former, upTo: nil).version
            let settled = former.prefix { $0.status != .inProgress }
            #expect(version == settled.count)
            let portion = try ThreadPortion(.since(version), of: tree.messages, upTo: tree.leaf)
            #expect(portion.shown == Set(tree.messages.map(\.id)).subtracting(settled.map(\.id)))
        }
    }

    @Test func `rows that were put back from a copy are sent whole`() throws {
        let tree = RandomTree(seed: 3)
        let portion = try ThreadPortion(.since(tree.messages.count + 1), of: tree.messages, upTo: tree.leaf)
        #expect(portion.shown.count == tree.messages.count)
        #expect(try ThreadPortion(.since(tree.messages.count), of: tree.messages, upTo: tree.leaf).shown.isEmpty)
    }

    @Test func `an empty conversation has empty portions`() throws {
        for query in [ThreadQuery.whole, .outline, .newest(50, before: nil), .since(0), .since(7)] {
            let portion = try ThreadPortion(query, of: [], upTo: nil)
            #expect(portion.shown.isEmpty && portion.named.isEmpty && portion.version == 0)
        }
    }

    @Test func `nothing is above a message that is not there`() {
        let tree = RandomTree(seed: 1)
        #expect(throws: ChatError.invalid(field: "before", .unknown)) {
            try ThreadPortion(.newest(5, before: Key("another")!), of: tree.messages, upTo: tree.leaf)
        }
    }

    @Test func `a parent that is no message, and messages in a circle, end the path`() throws {
        let lost = RandomTree.message("a", under: "nowhere", .user)
        let circle = [RandomTree.message("b", under: "c", .user), RandomTree.message("c", under: "b", .assistant)]
        for end in ["a", "b", "c"] {
            let portion = try ThreadPortion(.newest(9, before: nil), of: [lost] + circle, upTo: Key(end)!)
            #expect(portion.shown.contains(Key(end)!))
        }
    }
}

/// A conversation with branches, thoughts and continued answers.
private struct RandomTree {
    var messages: [Message] = []
    var path: [Message] = []
    var leaf: Key<Message>? { path.last?.id }

    init(seed: UInt64) {
        var random = Seeded(state: seed)
        for number in 0..<Int.random(in: 1...60, using: &random) {
            let above = Bool.random(using: &random) ? messages.last : messages.randomElement(using: &random)
            let isAnswer = above != nil && (above!.role == .user || Int.random(in: 0..<6, using: &random) == 0)
            messages.append(
                Self.message(
                    "m\(number)", under: isAnswer || above?.role == .assistant ? above?.id.text : nil,
                    isAnswer ? .assistant : .user, isWriting: Int.random(in: 0..<12, using: &random) == 0))
        }
        var next = messages.last
        while let message = next {
            path.insert(message, at: 0)
            next = messages.first { $0.id == message.parent }
        }
    }

    static func message(
        _ id: String, under parent: String?, _ role: Message.Role, isWriting: Bool = false
    ) -> Message {
        Message(
            id: Key(id)!, conversation: Key("talk")!, parent: parent.flatMap(Key.init), role: role, text: id,
            status: isWriting ? .inProgress : .finished, createdAt: Timestamp(seconds: 0), model: "m", turn: Key("t")!)
    }

    /// Counted another way: a question is one, and so are the answers that follow it.
    static func items(in path: [Message]) -> Int {
        path.count { $0.role == .user }
            + zip(path, path.dropFirst()).count { $0.role == .user && $1.role == .assistant }
    }
}

/// SplitMix64: a failure can be had again by its seed.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
