import HTTP
import Synchronization
import TestKit
import Testing
import Transport

/// Requests with faults, each on a connection of its own.
@Suite(.onItsOwnThread) struct MutationTests {
    @Test func `of twenty thousand mutated requests none is misread`() async throws {
        var options = ServerOptions.patient
        options.lingerTime = .milliseconds(200)
        let complaints = Complaints()
        let log = Log(level: .warn, sink: { complaints.note($0) })
        let loops = LoopGroup(count: 1)
        let server = HTTPServer(loops: loops, options: options, log: log, handler: handler)
        let port = try server.listen(host: "127.0.0.1", port: 0)
        var random = SplitMix(20_000)
        var statuses: [Int: Int] = [:]
        for _ in 0..<400 {
            let requests = (0..<50).map { _ in MutatedRequest(using: &random) }
            let clients = requests.map { request in
                let client = RawClient(port: port)
                client.send(request.bytes)
                return client
            }
            for (client, request) in zip(clients, requests) {
                let answers = try #require(Self.answers(client), "not closed: \(request.bytes)")
                if let fault = Self.fault(answers, request) { Issue.record("\(fault): \(request.bytes)") }
                for answer in answers { statuses[answer.status, default: 0] += 1 }
            }
        }
        // Some were right in spite of it all, most were not.
        #expect(statuses[200, default: 0] > 1000 && statuses[400, default: 0] > 10_000, "\(statuses)")
        await server.drain(within: .seconds(5))
        withExtendedLifetime(loops) {}
        #expect(complaints.lines == [], "a connection was left open")
    }

    private var handler: Handler {
        { request in
            do throws(BodyError) {
                _ = try await request.body.collect(upTo: 1000)
            } catch {
                return Response(error == .tooLarge ? 413 : 400)
            }
            return Response(200, body: .bytes(Array("\(request.method) \(request.path)".utf8)))
        }
    }

    /// Every answer until the server closes; nil when it does not.
    private static func answers(_ client: RawClient) -> [Answer]? {
        guard var bytes = client.rest() else { return nil }
        var answers: [Answer] = []
        while let (answer, length) = Answer.parse(bytes, toHead: false) {
            bytes.removeFirst(length)
            if answer.status != 100 { answers.append(answer) }
        }
        return answers
    }

    private static func fault(_ answers: [Answer], _ request: MutatedRequest) -> String? {
        guard !answers.isEmpty else { return "no answer" }
        let refusals = answers.indices.filter { answers[$0].status != 200 }
        if let first = refusals.first, first < answers.count - 1 { return "served after a refusal" }
        for answer in answers where answer.status >= 500 && answer.status != 501 && answer.status != 505 {
            return "failed with \(answer.status)"
        }
        if request.hidesInnerRequest, answers.contains(where: { $0.body == "GET /inner" }) {
            return "a body was served as a request"
        }
        return nil
    }
}

/// What the server warns of.
private final class Complaints: Sendable {
    private let noted = Mutex<[String]>([])

    var lines: [String] { noted.withLock { $0 } }

    func note(_ line: [UInt8]) {
        noted.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }
}
