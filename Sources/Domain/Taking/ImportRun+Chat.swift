internal import JSON

/// One conversation of an export, from its nodes to ours.
extension ImportRun {
    /// Throws what the stores throw; then nothing more of it is stored, and what was stays.
    func keep(_ chat: ForeignChat) async throws(ChatError) {
        guard chat.hasMapping, !chat.isTooLarge else {
            report.note(chat.hasMapping ? .tooLarge : .notAConversation, of: chat.title)
            return report.skipped += 1
        }
        let isFirst = seen.insert(chat.id).inserted
        do throws(ChatError) {
            try await keep(chat, isFirst, after: try await uses.store.imported(chat.id, of: owner))
        } catch {
            guard error == .conflict(.exists) else { throw error }
            // Another import of the same member's has made it since.
            try await keep(chat, isFirst, after: try await uses.store.imported(chat.id, of: owner))
        }
    }

    private func keep(_ chat: ForeignChat, _ isFirst: Bool, after former: ImportedChat?) async throws(ChatError) {
        let tree = ForeignTree(chat.nodes, known: former?.messages ?? [:])
        let isNews = tree.groups.contains { $0.known == nil }
        if let former, !isNews {
            if isFirst { report.unchanged += 1 }
            return noteLosses(of: chat, tree, titled: former.conversation.title)
        }
        if let former, former.conversation.trashedAt != nil {
            report.note(.inTrash, of: former.conversation.title)
            return report.skipped += 1
        }
        guard isNews else {
            report.note(.empty, of: chat.title)
            return report.skipped += 1
        }
        var written = ImportedTree(tree, of: chat, after: former, for: owner, now: uses.clock.now)
        if former == nil { written.conversation.project = try await project(of: chat) }
        try await store(written, tree, as: former == nil ? chat.id : nil)
        if former == nil { report.new += 1 } else if isFirst { report.extended += 1 }
        noteLosses(of: chat, tree, titled: written.conversation.title)
        if former == nil, let gizmo = chat.gizmo, !gizmo.utf8.starts(with: "g-p-".utf8) {
            report.note(.gpt, of: written.conversation.title)
        }
    }

    private func noteLosses(of chat: ForeignChat, _ tree: ForeignTree, titled title: String) {
        report.note(chat, titled: title)
        if tree.cycles > 0 { report.note(.cycle, of: title, times: tree.cycles) }
    }

    // MARK: Storing

    private func store(_ written: ImportedTree, _ tree: ForeignTree, as key: String?) async throws(ChatError) {
        var taken: [String: File] = [:]
        var portion: [Message] = []
        var bytes = 0
        var beginning = key
        var nodes = written.nodes[...]
        var done: Set<Key<Message>> = Set(written.known)
        for (place, made) in written.messages.enumerated() {
            portion += try await complete(made, &taken, titled: written.conversation.title)
            bytes += portion.last?.text.utf8.count ?? 0
            done.insert(made.id)
            let isLast = place == written.messages.count - 1
            guard isLast || portion.count >= ImportedPortion.most || bytes >= ImportedPortion.mostBytes else {
                continue
            }
            let count = nodes.prefix { done.contains($0.message) }.count
            var conversation = written.conversation
            if !isLast { conversation.currentNode = portion.last?.id }
            try await uses.store.add(
                ImportedPortion(
                    conversation: conversation, beginning: beginning, messages: portion,
                    nodes: Array(nodes.prefix(count))))
            report.messages += portion.count { $0.kind == .text }
            nodes = nodes.dropFirst(count)
            (portion, bytes, beginning) = ([], 0, nil)
        }
    }

    /// The rows of a message: its thoughts, if there are any, and itself, with its files.
    private func complete(
        _ made: ImportedTree.Made, _ taken: inout [String: File], titled title: String
    ) async throws(ChatError) -> [Message] {
        var message = made.message
        var marks: [String] = []
        for file in made.files {
            if let file = try await take(file, &taken, by: message.role, titled: title) {
                if !message.files.contains(file) { message.files.append(file) }
            } else {
                marks.append("[\(file.name ?? file.id): \(missing)]")
            }
        }
        let lines = made.sources.compactMap(\.line).joined(separator: "\n")
        message.text = ([message.text] + [marks.joined(separator: "\n"), lines]).filter { !$0.isEmpty }
            .joined(separator: "\n\n")
        guard !made.thoughts.isEmpty else { return [message] }
        let thoughts = Message(
            id: .random(), conversation: message.conversation, parent: message.parent, role: .assistant,
            kind: .thoughts, text: made.thoughts, status: .finished, createdAt: message.createdAt,
            model: message.model, turn: message.turn)
        message.parent = thoughts.id
        return [thoughts, message]
    }

    /// Nil when it is not in the export, or is not taken.
    private func take(
        _ file: ForeignFile, _ taken: inout [String: File], by role: Message.Role, titled title: String
    ) async throws(ChatError) -> File? {
        if let file = taken[file.id] { return file }
        guard let (entry, name) = shelf.find(file) else {
            report.filesMissing += 1
            report.note(.fileMissing, of: title)
            return nil
        }
        do throws(ChatError) {
            guard let contents = await shelf.contents(of: entry, upTo: Files.mostOfImported) else {
                throw .file(.damaged)
            }
            let kept = try await uses.files.takeImported(
                contents, named: name, isByModel: role == .assistant, of: owner)
            taken[file.id] = kept
            report.filesTaken += 1
            return kept
        } catch {
            if case .unavailable = error { throw error }
            report.filesMissing += 1
            report.note(.fileRefused, of: title)
            return nil
        }
    }

    // MARK: Projects

    /// The project that a chat belongs to, made if it is not there.
    private func project(of chat: ForeignChat) async throws(ChatError) -> Key<Project>? {
        guard let gizmo = chat.gizmo, gizmo.utf8.starts(with: "g-p-".utf8) else { return nil }
        if let known = knownProjects[gizmo] { return known }
        let name = chat.projectName.flatMap { $0.isEmpty ? nil : $0 } ?? gizmo
        let found = try await uses.projects.list(for: owner).first { $0.name.hasSameBytes(as: name) }
        if let found {
            knownProjects[gizmo] = .some(found.id)
            return found.id
        }
        let project = Project(id: .ofProject(), owner: owner, name: name, createdAt: uses.clock.now)
        do throws(ChatError) {
            try await uses.projects.create(project, atMost: Project.most)
        } catch {
            guard error == .conflict(.tooManyProjects) else { throw error }
            report.note(.project, of: chat.title)
            knownProjects[gizmo] = .some(nil)
            return nil
        }
        knownProjects[gizmo] = .some(project.id)
        return project.id
    }
}
