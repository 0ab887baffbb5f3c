import Domain
import Foundation
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// The requests of the golden conversations, asked at the routes of their formats.
@Suite(.timeLimit(.minutes(5))) struct GoldenRequestTests {
    private static let folder =
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/golden").standardized

    static let formats: [(ProgramFormat, DialectName)] = [
        (.chat, .openAIChat), (.responses, .openAIResponses), (.messages, .anthropic), (.generation, .gemini),
    ]

    @Test(arguments: formats)
    func `each comes to its upstream as it was written`(format: ProgramFormat, name: DialectName) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        var count = 0
        for folder in try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil) {
            let file = folder.appending(path: "request.\(name.rawValue).json")
            guard let bytes = try? Data(contentsOf: file) else { continue }
            count += 1
            let body = try Self.asking(Array(bytes), name)
            async let response = program.post(format.path(), body)
            let reply = await world.backend.asked()
            var passed = reply.prompt.original?.body
            if name == .gemini { passed?["model"] = body["model"] }
            #expect(passed == body, "\(folder.lastPathComponent)")
            #expect(reply.prompt.original?.dialect == name)
            await reply.answer()
            let reader = StreamReader(await response)
            await reader.end()
            #expect(reader.seen.text.contains("It is."))
        }
        #expect(count >= 20)
    }

    /// For the model that is there.
    private static func asking(_ bytes: [UInt8], _ name: DialectName) throws -> JSONValue {
        var body = try JSONValue(parsing: bytes)
        if name != .gemini { body["model"] = "alpha" }
        return body
    }
}
