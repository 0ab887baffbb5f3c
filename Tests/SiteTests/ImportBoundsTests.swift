import Domain
import Foundation
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import PanelAPI
@testable import Site
@testable import Web

/// As much as an administrator may paste. It computes for seconds, so it does not run beside others.
@Suite(.timeLimit(.minutes(5))) struct ImportBoundsTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["CHATMIRROR_TEST_WORLD"] != "cluster"))
    func `ten thousand lines with three bad ones make accounts of the good ones, and the report names the bad`()
        async throws
    {
        let panel = try await Panel()
        let bad = [17, 5_000, 9_999]
        let lines = (1...10_000).map { bad.contains($0) ? "nothing \($0) canary" : "sk-canary-\($0)" }
        let begun = await Answer(
            of: panel.site, .post, "/api/channel/import?models=m1,m2", cookie: panel.rootCookie,
            body: Array(lines.joined(separator: "\n").utf8))
        #expect(begun.status == 202)
        while !panel.ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        let job = await panel.root(.get, "/api/job/\(begun.data["job_id"]?.string ?? "")").data
        let report = job["report"] ?? .null
        #expect(job["status"] == "done" && job["done"] == 10_000 && job["total"] == 10_000)
        #expect(report["new"] == 9_997 && report["invalid"] == 3 && report["models_assumed"] == 0)
        #expect(report["left_out"]?.array?.compactMap { $0["line"]?.integer } == bad.map(Int64.init))
        #expect(report["accounts"]?.array?.count == 9_997)
        #expect(!report.serialized.contains("canary"))
        let listed = await panel.root(.get, "/api/channel/search?keyword=OpenAI&page_size=1")
        #expect(listed.data["total"] == 9_997 && listed.items.first?["models"] == "m1,m2")
        let credentials = try await panel.ports.logins.credentials()
        #expect(credentials.contains { $0.credential == .key(Secret("sk-canary-10000")) })
    }
}
