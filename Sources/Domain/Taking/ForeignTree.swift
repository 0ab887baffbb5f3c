internal import JSON

/// Makes of an export's nodes a tree as ours are: questions and answers in turn, each answer one message (chatgpt-export.md §3).
///
/// ChatGPT writes one answer into several nodes – thoughts, code, its output, text –, and sometimes a question into two. Those that follow
/// each other are joined; where the tree forks between them, the other branch gets what stands before the fork once more.
struct ForeignTree {
    private let nodes: [ForeignNode]
    private var parents: [Int?]
    private var children: [[Int]] = []
    private(set) var groups: [Group] = []
    /// The group that what hangs on a node hangs on, and the last kept node on the way there.
    private var anchors: [Anchor?]
    private(set) var cycles = 0
    private var copied = 0

    /// What becomes one message.
    struct Group {
        let role: Message.Role
        /// Nil: the root.
        let parent: Int?
        /// Places in the export's nodes, in the order in which they follow each other.
        var members: [Int]
        var byteCount: Int
        /// Set for one that is here already.
        let known: Key<Message>?
    }

    private struct Anchor {
        let group: Int
        let node: Int
    }

    /// A message does not grow beyond it; what follows is a message of its own.
    private static let mostOfMessage = 4 << 20
    /// Bytes that may stand twice because of forks.
    private static let mostCopied = 16 << 20

    /// `known`: the messages that nodes have become already, by their `ForeignKey`.
    init(_ all: [ForeignNode], known: [String: Key<Message>]) {
        nodes = Self.withoutRepetitions(all)
        (parents, cycles) = Self.parents(of: nodes)
        anchors = [Anchor?](repeating: nil, count: nodes.count)
        let roots = order()
        group(from: roots, known)
    }

    /// The group that is shown when a node is; without one that of the newest leaf.
    func shown(_ current: Text?) -> Int? {
        if let current, let place = nodes.firstIndex(where: { $0.id == current }), let anchor = anchors[place] {
            return anchor.group
        }
        let leaves = nodes.indices.filter { nodes[$0].message != nil && children[$0].isEmpty }
        let newest = leaves.max { time($0, missing: .min) < time($1, missing: .min) }
        if let newest, nodes[newest].message?.createdAt != nil { return anchors[newest]?.group }
        return nodes.indices.last { nodes[$0].message != nil }.flatMap { anchors[$0]?.group }
    }

    /// Every node that is in a message, with its group.
    var kept: [(id: Text, group: Int)] {
        nodes.indices.compactMap { place in
            guard nodes[place].message != nil, let anchor = anchors[place] else { return nil }
            return (nodes[place].id, anchor.group)
        }
    }

    func messages(of group: Group) -> [ForeignMessage] { group.members.compactMap { nodes[$0].message } }

    private func time(_ place: Int, missing: Int64 = .max) -> Int64 {
        nodes[place].message?.createdAt?.milliseconds ?? missing
    }
}

// MARK: What hangs on what

extension ForeignTree {
    /// The first of a name counts.
    private static func withoutRepetitions(_ nodes: [ForeignNode]) -> [ForeignNode] {
        var seen = Set<Text>(minimumCapacity: nodes.count)
        return nodes.filter { seen.insert($0.id).inserted }
    }

    /// Of each node, and how many were cut off because they hung on themselves. What hangs on nothing that is there is a root.
    private static func parents(of nodes: [ForeignNode]) -> ([Int?], cycles: Int) {
        let places = Dictionary(zip(nodes.map(\.id), nodes.indices)) { first, _ in first }
        var parents = nodes.map { $0.parent.flatMap { places[$0] } }
        if nodes.contains(where: { !$0.namesParent }) {
            for place in nodes.indices {
                for child in nodes[place].children {
                    guard let child = places[child], !nodes[child].namesParent else { continue }
                    parents[child] = parents[child] ?? place
                }
            }
        }
        var cycles = 0
        // 0: not looked at; 1: on the way that is followed now; 2: leads to a root.
        var states = [UInt8](repeating: 0, count: nodes.count)
        for start in nodes.indices where states[start] == 0 {
            var way: [Int] = []
            var next: Int? = start
            while let place = next, states[place] == 0 {
                states[place] = 1
                way.append(place)
                next = parents[place]
            }
            if let place = next, states[place] == 1, let last = way.last {
                parents[last] = nil
                cycles += 1
            }
            for place in way { states[place] = 2 }
        }
        return (parents, cycles)
    }

    /// Puts children in their order and returns the roots: as their parent names them, else by time, else as in the file.
    private mutating func order() -> [Int] {
        var ranks = [Int](repeating: .max, count: nodes.count)
        let places = Dictionary(zip(nodes.map(\.id), nodes.indices)) { first, _ in first }
        for place in nodes.indices {
            for (rank, child) in nodes[place].children.enumerated() {
                if let child = places[child], parents[child] == place { ranks[child] = min(ranks[child], rank) }
            }
        }
        var children = [[Int]](repeating: [], count: nodes.count)
        var roots: [Int] = []
        for place in nodes.indices {
            if let parent = parents[place] { children[parent].append(place) } else { roots.append(place) }
        }
        let isBefore = { (left: Int, right: Int) -> Bool in
            (ranks[left], time(left), left) < (ranks[right], time(right), right)
        }
        for place in children.indices where children[place].count > 1 { children[place].sort(by: isBefore) }
        self.children = children
        return roots.sorted(by: isBefore)
    }
}

// MARK: Joining

extension ForeignTree {
    /// From the roots on, a node after those that it hangs on. Not by recursion: chats are thousands of messages deep.
    private mutating func group(from roots: [Int], _ known: [String: Key<Message>]) {
        var knownGroups: [Key<Message>: Int] = [:]
        var waiting = Array(roots.reversed())
        while let place = waiting.popLast() {
            let above = parents[place].flatMap { anchors[$0] }
            waiting += children[place].reversed()
            guard let message = nodes[place].message else {
                anchors[place] = above
                continue
            }
            let group: Int
            if let key = known[ForeignKey.of(nodes[place].id)] {
                group = knownGroups[key] ?? add(message.role, below: above?.group, [], 0, known: key)
                knownGroups[key] = group
            } else {
                group = self.group(of: place, message, below: above)
            }
            anchors[place] = Anchor(group: group, node: place)
        }
    }

    private mutating func add(
        _ role: Message.Role, below parent: Int?, _ members: [Int], _ byteCount: Int, known: Key<Message>? = nil
    ) -> Int {
        groups.append(Group(role: role, parent: parent, members: members, byteCount: byteCount, known: known))
        return groups.count - 1
    }

    private mutating func group(of place: Int, _ message: ForeignMessage, below above: Anchor?) -> Int {
        guard let above, groups[above.group].role == message.role, groups[above.group].known == nil else {
            return add(message.role, below: above?.group, [place], message.byteCount)
        }
        let former = groups[above.group]
        let (total, isOver) = (former.byteCount + message.byteCount, former.byteCount > Self.mostOfMessage)
        guard total <= Self.mostOfMessage, !isOver else {
            return add(message.role, below: above.group, [place], message.byteCount)
        }
        if former.members.last == above.node, message.role == .assistant || isAlone(place, below: above.node) {
            groups[above.group].members.append(place)
            groups[above.group].byteCount = total
            return above.group
        }
        // A fork within a question or an answer.
        guard copied <= Self.mostCopied else {
            return add(message.role, below: above.group, [place], message.byteCount)
        }
        let before = Array(former.members.prefix(while: { $0 != above.node })) + [above.node]
        let bytes = before.reduce(0) { $0 + (nodes[$1].message?.byteCount ?? 0) + 64 }
        copied += bytes
        return add(message.role, below: former.parent, before + [place], bytes + message.byteCount)
    }

    /// Whether nothing else hangs on what is between: an answer to the first part of a question answers that part.
    private func isAlone(_ place: Int, below end: Int) -> Bool {
        var next = parents[place]
        while let parent = next {
            guard children[parent].count == 1 else { return false }
            if parent == end { return true }
            next = parents[parent]
        }
        return false
    }
}
