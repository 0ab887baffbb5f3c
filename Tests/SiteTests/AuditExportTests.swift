import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Transport
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// The audit log as a file.
@Suite struct AuditExportTests {
    @Test func `every row is a line, and the lines prove each other`() async throws {
        let panel = try await Panel()
        for number in 0..<450 {
            try await panel.ports.audit.append(
                AuditEntry(
                    at: panel.clock.now, actor: .init(name: "王 \(number)", address: "::1"), action: .login,
                    before: #"{"remark": "ä\n"}"#, result: .refused))
        }
        let answer = await Self.export(panel)
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/x-ndjson")
        #expect(answer.headers["content-disposition"]?.hasPrefix("attachment") == true)
        let pieces = try await Pieces(of: answer).all
        #expect(pieces.count == 3)
        #expect(pieces.allSatisfy { $0.split(separator: 10).count <= 200 })
        let lines = try pieces.flatMap { $0.split(separator: 10) }.map { try JSONValue(parsing: Array($0)) }
        #expect(lines.compactMap { $0["id"]?.integer } == Array(1...451))
        #expect(lines.last?["action"] == "audit.exported" && lines.last?["username"] == "root")
        var last = [UInt8](repeating: 0, count: 32)
        for line in lines {
            last = Self.hash(line, after: last)
            #expect(line["hash"] == .string(Hexadecimal.encode(last)))
        }
        #expect(try await panel.ports.audit.head().hash == last)
    }

    /// As docs/operations.md says it.
    private static func hash(_ line: JSONValue, after previous: [UInt8]) -> [UInt8] {
        var bytes = previous
        for member in line.members ?? [] where member.key != "hash" {
            let (kind, text) =
                if let text = member.value.string {
                    ("t", text)
                } else if let number = member.value.integer {
                    ("i", String(number))
                } else {
                    ("n", "")
                }
            bytes += Array("\(kind)\(text.utf8.count):\(text)".utf8)
        }
        return SHA256.hash(bytes)
    }

    @Test func `only administrators get it, on our own pages, and a HEAD is no export`() async throws {
        let panel = try await Panel()
        #expect(await panel.call(.post, "/api/audit/export").status == 401)
        #expect(await panel.call(.post, "/api/audit/export", as: panel.member.cookie).status == 403)
        let foreign = await panel.call(
            .post, "/api/audit/export", as: panel.rootCookie, headers: ["sec-fetch-site": "cross-site"])
        #expect(foreign.status == 403)
        let head = await panel.call(
            .head, "/api/audit/export", as: panel.rootCookie, headers: ["sec-fetch-site": "same-origin"])
        #expect(head.status == 200)
        let rows = try await panel.ports.audit.list(
            Page(offset: 0, limit: 9), where: AuditFilter(action: .auditExported))
        #expect(rows.items.isEmpty)
    }

    @Test func `a log that breaks off breaks the file off`() async throws {
        let panel = try await Panel()
        try await panel.ports.audit.append(
            AuditEntry(at: panel.clock.now, actor: .init(name: "x"), action: .login))
        let trail = AuditTrail(panel.ports.audit, clock: panel.clock, key: .random(), log: Log(level: .error))
        let export = AuditExport(
            audit: AuditReader(
                HalfALog(whole: panel.ports.audit), confirmation: Confirmation(users: panel.ports.users), trail: trail))
        let request = Request(method: .get, path: "/api/audit/export", query: nil, headers: [:], body: .empty)
        let response = try await export.download(
            Call(
                request: request, visitor: .user(try await panel.world.principal(of: panel.world.admin)), bodyLimit: 0,
                sessions: Sessions(
                    store: panel.ports.sessions, standings: panel.ports.sendMessage.standings, clock: panel.clock,
                    cookie: HostCookie("session", isSecure: false))))
        await #expect(throws: ChatError.unavailable(what: "storage")) { try await Pieces(of: response).all }
    }

    private static func export(_ panel: Panel) async -> Response {
        await panel.site.respond(
            to: Request(
                method: .post, path: "/api/audit/export", query: nil,
                headers: ["host": "chat.test", "cookie": Text(panel.rootCookie)], body: .empty))
    }
}

/// The pieces of a body that is written.
private final class Pieces: BodyWriter {
    private let pieces = Mutex<[[UInt8]]>([])
    private let body: Response.Body

    init(of response: Response) { body = response.body }

    var all: [[UInt8]] {
        get async throws {
            if case .written(let write) = body { try await write(self) }
            return pieces.withLock(\.self)
        }
    }

    func write(_ bytes: [UInt8]) async throws(Disconnected) { pieces.withLock { $0.append(bytes) } }
    func cut() {}
}

/// A log that can tell where it ends, and no more.
private struct HalfALog: AuditLog {
    let whole: any AuditLog

    func append(_ entry: AuditEntry) async throws(ChatError) { try await whole.append(entry) }
    func list(_ page: Page, where filter: AuditFilter) async throws(ChatError) -> Listing<AuditRecord> {
        try await whole.list(page, where: filter)
    }
    func has(_ action: AuditAction, on object: AuditObject, result: AuditResult) async throws(ChatError) -> Bool {
        try await whole.has(action, on: object, result: result)
    }
    func rows(before id: Int64?, atMost count: Int, where filter: AuditFilter) async throws(ChatError) -> [AuditRecord]
    {
        try await whole.rows(before: id, atMost: count, where: filter)
    }
    func rows(after _: Int64, atMost _: Int) async throws(ChatError) -> [AuditRecord] {
        throw .unavailable(what: "storage")
    }
    func head() async throws(ChatError) -> AuditHead { try await whole.head() }
    func verify(against printed: AuditHead?) async throws(ChatError) -> AuditVerdict {
        try await whole.verify(against: printed)
    }
}
