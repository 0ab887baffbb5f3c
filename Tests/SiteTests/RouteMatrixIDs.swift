import Domain
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// The ids that one visitor of the matrix has, had, or never had.
struct MatrixIDs: Sendable {
    typealias Values = [MatrixID: String]

    /// What the visitor may use.
    var own: Values = [:]
    /// By what they are to the visitor.
    var others: [String: Values] = [:]
}

/// A world with everything that ids can name: existing, another's, and deleted.
struct MatrixWorld {
    let world: World
    let member: MatrixIDs
    let admin: MatrixIDs

    static let random: MatrixIDs.Values = [
        .conversation: "3f8b0c1e-0000-4000-8000-000000000000", .message: "3f8b0c1e-0000-4000-8000-000000000001",
        .turn: "3f8b0c1e-0000-4000-8000-000000000002", .project: "g-p-3f8b0c1e000040008000000000000004",
        .user: "987654321", .account: "987654321",
        .binding: "987654321", .channel: "987654321",
        .assistant: "987654321", .picture: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        .package: "987654321", .token: "987654321",
        .job: "3f8b0c1e-0000-4000-8000-000000000003",
        .file: "3f8b0c1e-0000-4000-8000-000000000004", .export: "3f8b0c1e-0000-4000-8000-000000000006",
        .share: "3f8b0c1e-0000-4000-8000-000000000005", .page: "nothing",
        .asset: "nothing.js", .name: "nothing",
    ]

    init() async throws {
        world = try await World()
        try await world.ports.bind(world.admin, to: world.account, at: world.clock.now)
        var status = AlertSettings()
        status.isStatusPublic = true
        try await world.ports.alerts.set(status)
        let foreign = try await Self.conversation(of: world.alice, in: world)
        let things = try await Self.things(named: "kept", in: world)
        // The kept one is both an assistant's and the logo.
        let picture = SitePicture(kind: .png, contents: AssistantTests.png() + Array("kept".utf8))
        _ = try await world.ports.sitePictures.setLogo(picture)
        let gone = try await Self.things(named: "gone", in: world)
        try await Self.delete(gone, in: world)
        let member = try await Self.ids(of: world.bob, things, gone, foreign, in: world)
        // Administrators end everybody's keys.
        var admin = try await Self.ids(of: world.admin, things, gone, foreign.filter { $0.key != .token }, in: world)
        let job = try await Self.job(of: world.person("peer", role: .admin), in: world)
        admin.others["foreign"]?[.job] = job
        (self.member, self.admin) = (member, admin)
    }

    private static func ids(
        of person: Person, _ things: MatrixIDs.Values, _ gone: MatrixIDs.Values, _ foreign: MatrixIDs.Values,
        in world: World
    ) async throws -> MatrixIDs {
        let deleted = try await conversation(of: person, in: world)
        try await world.jobStore.purge(before: world.clock.now + .seconds(1))
        let own = try await conversation(of: person, in: world)
        _ = await world.respond(
            to: .patch, "/backend-api/conversation/\(deleted[.conversation]!)", as: person, json: ["is_visible": false])
        _ = await world.respond(to: .delete, "/backend-api/trash/\(deleted[.conversation]!)", as: person)
        _ = await world.respond(to: .delete, "/backend-api/projects/\(deleted[.project]!)", as: person)
        _ = await world.respond(to: .delete, "/api/token/\(deleted[.token]!)", as: person)
        try await world.ports.exports.forget([try #require(Key<Export>(deleted[.export]!))])
        let names: MatrixIDs.Values = [.page: "members", .asset: "chat-A.js", .name: "alpha"]
        return MatrixIDs(
            own: own.merging(things) { $1 }.merging(names) { $1 },
            others: ["foreign": foreign, "deleted": deleted.merging(gone) { $1 }, "random": random])
    }

    private static func conversation(of person: Person, in world: World) async throws -> MatrixIDs.Values {
        let question = Key<Message>.random().text
        let file = try await world.upload(as: person)
        let chat = try await world.begin(DraftBody(id: question, files: [file]), as: person)
        await chat.reply.say("It is.")
        chat.reply.finish()
        chat.reader.leave()
        // The clock stays: it would carry the turn out of the time in which it can be followed.
        while !world.ports.turns.running.isEmpty, !Task.isCancelled { await Task.yield() }
        let made = await world.post("/api/token/", ["name": "matrix"], as: person)
        let token = try #require(made.json["data"]?["id"]?.integer)
        let project = await world.post("/backend-api/projects", ["name": "matrix"], as: person).json["id"]?.string
        let share = await world.post(
            "/backend-api/share/create", ["conversation_id": .string(chat.conversation), "is_public": false], as: person
        )
        var ids: MatrixIDs.Values = [
            .share: try #require(share.json["share_id"]?.string),
            .conversation: chat.conversation, .message: question, .turn: chat.turn, .token: "\(token)",
            .file: file, .export: try await export(of: chat.conversation, as: person, in: world),
            .project: try #require(project),
        ]
        ids[.job] = try await job(of: person, in: world)
        return ids
    }

    /// One that has ended.
    private static func job(of person: Person, in world: World) async throws -> String {
        let kind: Job.Kind = person.user.isAdmin ? .accountTests : .export
        let job = try await world.ports.jobs.begin(kind, for: person.user) { _ throws(JobStop) in }
        while !world.ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        return job.id.text
    }

    private static func export(of conversation: String, as person: Person, in world: World) async throws -> String {
        let begun = await world.post(
            "/backend-api/export", ["conversation_id": .string(conversation), "format": "json"], as: person)
        while !world.ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        let id = try #require(begun.json["job_id"]?.string)
        let job = await world.get("/backend-api/jobs/\(id)", as: person)
        return try #require(job.json["report"]?["export_id"]?.string)
    }

    private static func things(named name: String, in world: World) async throws -> MatrixIDs.Values {
        let user = try await world.person(name).user.id
        let package = try await world.ports.addPackage([], at: world.clock.now)
        let account = try await world.ports.addAccount(name, models: ["alpha"], at: world.clock.now).id
        let binding = try await world.ports.bindings.create(
            user, account, mode: .shared, priority: 0, at: world.clock.now)
        let channel = try await world.ports.alerts.create(
            AlertChannel(
                id: ID(0), name: name, kind: .webhook, language: .english,
                target: AlertTarget(url: Secret("https://hooks.example/\(name)")), createdAt: world.clock.now))
        let picture = SitePicture(kind: .png, contents: AssistantTests.png() + Array(name.utf8))
        let assistant = try await world.ports.assistants.create(
            Assistant(id: ID(0), name: name, createdAt: world.clock.now), picture)
        return [
            .assistant: assistant.id.description, .picture: assistant.picture!.text, .channel: channel.id.description,
            .user: user.description, .package: package.description,
            .account: account.description,
            .binding: binding.id.description,
        ]
    }

    private static func delete(_ things: MatrixIDs.Values, in world: World) async throws {
        func id<Entity>(_ kind: MatrixID, of _: Entity.Type = Entity.self) -> ID<Entity> { ID(Int64(things[kind]!)!) }
        try await world.ports.assistants.delete(id(.assistant))
        try await world.ports.alerts.delete(id(.channel), at: world.clock.now)
        try await world.ports.bindings.delete(id(.binding))
        try await world.ports.users.delete(id(.user), keepingConversationsUntil: nil)
        try await world.ports.accounts.delete(id(.account))
        try await world.ports.packages.delete(id(.package))
    }
}
