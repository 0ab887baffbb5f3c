import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// Text files, PDF and Word documents in messages. Word documents are tried end to end.
@Suite(.timeLimit(.minutes(5))) struct DocumentMessageTests {
    private static let gbk: [UInt8] = [0xC4, 0xE3, 0xBA, 0xC3, 0xCA, 0xC0, 0xBD, 0xE7]

    /// A page with one line of text.
    private static func pdf(_ text: String) -> [UInt8] {
        let content = "BT /F1 24 Tf 72 700 Td (\(text)) Tj ET"
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            "<</Length \(content.utf8.count)>>\nstream\n\(content)\nendstream",
        ]
        var file = "%PDF-1.4\n"
        var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for (number, object) in objects.enumerated() {
            let offset = String(file.utf8.count)
            table += String(repeating: "0", count: 10 - offset.utf8.count) + "\(offset) 00000 n \n"
            file += "\(number + 1) 0 obj\n\(object)\nendobj\n"
        }
        let trailer = "trailer\n<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(file.utf8.count)\n%%EOF"
        return Array((file + table + trailer).utf8)
    }

    @Test func `a document reaches the model as its text, by every account, and stays with the message`() async throws {
        let world = try await World()
        let notes = try await world.upload(Array("# Notes\nfirst\n".utf8), "no\"tes<.md")
        let report = try await world.upload(Self.pdf("The report"), "report.pdf")
        let turn = try await world.begin(DraftBody(text: "Sum it up", files: [notes, report]))
        #expect(
            turn.reply.prompt.messages == [
                .init(
                    .user,
                    """
                    <document name="no_tes_.md">
                    # Notes
                    first
                    </document>

                    <document name="report.pdf">
                    The report
                    </document>

                    Sum it up
                    """)
            ])
        turn.reply.finish()
        await turn.reader.end()
        let message = await world.tree(turn.conversation).message("m1")
        #expect(message?["content"]?["content_type"] == "text" && message?["content"]?["parts"] == ["Sum it up"])
        let attachments = message?["metadata"]?["attachments"]
        #expect(attachments?[0]?["mime_type"] == "text/plain" && attachments?[0]?["text"]?["encoding"] == "UTF-8")
        #expect(attachments?[1]?["mime_type"] == "application/pdf" && attachments?[1]?["text"]?["encoding"] == .null)
        let (head, bytes) = await world.contents(of: report)
        #expect(bytes == Self.pdf("The report") && head.headers["content-type"] == "application/pdf")
        #expect(head.headers["content-disposition"]?.hasPrefix("attachment") == true)
    }

    @Test func `a long document is cut to the room that the model has, and says so`() async throws {
        let world = try await World()
        let text = String(repeating: "zehn Worte ", count: 300_000)
        let file = try await world.upload(Array(text.utf8), "long.txt")
        let found = await world.get("/backend-api/files/\(file)", as: world.alice).json["text"]
        #expect(found?["is_cut"] == true && found?["bytes"]?.integer == 1 << 20 && found?["tokens"]?.integer == 1 << 18)
        let turn = try await world.begin(DraftBody(text: "?", files: [file]))
        let sent = try #require(turn.reply.prompt.lastText)
        #expect(sent.hasSuffix("[The rest is left out: it did not fit.]\n</document>\n\n?"))
        #expect((10_000..<1 << 20).contains(sent.utf8.count))
        #expect(sent.hasPrefix("<document name=\"long.txt\">\nzehn Worte zehn"))
        turn.reply.finish()
        await turn.reader.end()
    }

    @Test func `a text in another encoding is read, and its owner may correct what was guessed`() async throws {
        let world = try await World()
        let file = try await world.upload(Self.gbk, "notes.txt")
        let path = "/backend-api/files/\(file)"
        #expect(await world.get(path, as: world.alice).json["text"]?["encoding"] == "GB18030")
        let corrected = await world.respond(to: .patch, path, as: world.alice, json: ["encoding": "windows-1251"])
        #expect(
            corrected.json["text"]?["encoding"] == "windows-1251" && corrected.json["text"]?["bytes"]?.integer == 16)
        let refused = await world.respond(to: .patch, path, as: world.alice, json: ["encoding": "UTF-8"])
        #expect(refused.status == 422 && refused.json["detail"]?["code"] == "file_not_in_encoding")
        for body in [["encoding": "rot13"], ["encoding": 1], [:]] as [JSONValue] {
            #expect(await world.respond(to: .patch, path, as: world.alice, json: body).status == 400)
        }
        let turn = try await world.begin(DraftBody(text: "?", files: [file]))
        let sent = try #require(turn.reply.prompt.lastText)
        #expect(sent.contains("ДгєГКАЅз"))
        turn.reply.finish()
        await turn.reader.end()
        let image = try await world.upload()
        let other = await world.respond(
            to: .patch, "/backend-api/files/\(image)", as: world.alice, json: ["encoding": "UTF-8"])
        #expect(other.status == 409 && other.json["detail"]?["code"] == "file_not_text")
        for id in [file, "00000000-0000-4000-8000-000000000000"] {
            let foreign = await world.respond(
                to: .patch, "/backend-api/files/\(id)", as: world.bob, json: ["encoding": "Big5"])
            #expect(foreign.status == 404)
        }
        #expect(await world.get(path, as: world.alice).json["text"]?["encoding"] == "windows-1251")
    }

    @Test func `a member sees what his files take, and nobody else's`() async throws {
        let world = try await World(fileRules: FileRules(mostOfMember: 10_000))
        let text = try await world.upload(Array("words".utf8), "a.txt")
        let image = try await world.upload()
        let mine = await world.get("/backend-api/files?limit=1", as: world.alice).json
        #expect(mine["items"]?.array?.map { $0["file_id"]?.string } == [image])
        #expect(mine["total"]?.integer == 2 && mine["bytes"]?.integer == 5005 && mine["most_bytes"]?.integer == 10_000)
        let rest = await world.get("/backend-api/files?offset=1", as: world.alice).json
        #expect(rest["items"]?.array?.map { $0["file_id"]?.string } == [text])
        let others = await world.get("/backend-api/files", as: world.bob).json
        #expect(others["items"] == [] && others["bytes"]?.integer == 0)
    }

    @Test func `a deleted chat takes a document's contents and its text along`() async throws {
        let world = try await World()
        let file = try await world.upload(Array("secret words".utf8), "a.txt")
        #expect(world.storedFiles == 2)
        let chat = try await world.chat(DraftBody(files: [file]))
        await world.delete(chat.conversation)
        #expect(world.storedFiles == 0)
        #expect(await world.get("/backend-api/files/\(file)", as: world.alice).status == 404)
    }
}

extension Prompt {
    fileprivate var lastText: String? {
        guard case .text(let text)? = messages.last?.parts.first else { return nil }
        return text.string
    }
}
