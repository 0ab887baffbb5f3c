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

@Suite(.timeLimit(.minutes(5))) struct FileTests {
    @Test func `an image is announced, filled, described and read again by its owner`() async throws {
        let world = try await World()
        let bytes = SampleImage.png(640, 480, size: 200_000)
        let announced = await world.announce(bytes.count, "../../etc/夏 \"1\".png")
        let file = try #require(announced.json["file_id"]?.string)
        #expect(announced.json["upload_url"] == .string("http://chat.test/backend-api/files/\(file)/content"))
        #expect(await world.get("/backend-api/files/\(file)", as: world.alice).json["download_url"] == .null)
        #expect(await world.put(bytes, into: file).status == 201)
        for path in ["\(file)/download", file] {
            let found = await world.get("/backend-api/files/\(path)", as: world.alice).json
            #expect(found["file_name"] == "夏 \"1\".png" && found["mime_type"] == "image/png")
            #expect(found["width"]?.integer == 640 && found["height"]?.integer == 480)
            #expect(found["download_url"] == announced.json["upload_url"])
        }
        let (head, read) = await world.contents(of: file)
        #expect(read == bytes)
        #expect(head.headers["content-type"] == "image/png")
        #expect(
            head.headers["content-disposition"] == "attachment; filename*=UTF-8''%E5%A4%8F%20%221%22.png")
        #expect(head.headers["x-content-type-options"] == "nosniff")
        #expect(head.headers["content-security-policy"]?.contains("sandbox") == true)
    }

    @Test func `somebody else's file answers as one that never was, in every call and in a message`() async throws {
        let world = try await World()
        let file = try await world.upload()
        let half = try #require(await world.announce(5000).json["file_id"]?.string)
        let before = await world.contents(of: file).bytes
        for (method, path, body) in [
            (Method.get, "ID", nil), (.get, "ID/download", nil), (.get, "ID/content", nil), (.post, "ID/uploaded", [:]),
            (.put, "ID/content", nil),
        ] as [(Method, String, JSONValue?)] {
            var answers: [Response] = []
            for id in [file, half, "00000000-0000-4000-8000-000000000000", "not%20a%20key"] {
                answers.append(
                    await world.respond(
                        to: method, "/backend-api/files/" + path.replacing("ID", with: id), as: world.bob, json: body,
                        body: method == .put ? SampleImage.png() : nil))
            }
            for answer in answers {
                #expect(answer.status == 404, "\(method) \(path)")
                #expect(answer.bytes == answers[0].bytes && answer.headers == answers[0].headers)
            }
        }
        for id in [file, half, "00000000-0000-4000-8000-000000000000", "not a key"] {
            let refused = await world.send(DraftBody(files: [id]), as: world.bob)
            #expect(refused.status == 404 && refused.json["detail"]?["code"] == "unknown_file")
        }
        #expect(await world.contents(of: file).bytes == before)
        #expect(world.backend.count == 0)
    }

    @Test func `what cannot be taken is refused with its reason, and leaves nothing on the disk`() async throws {
        let world = try await World()
        var damaged = SampleImage.png(0, 5)
        damaged[19] = 0
        let refusals: [(bytes: [UInt8], status: Int, code: String)] = [
            (Array("%PDF-1.7 and more".utf8), 422, "file_damaged"),
            ([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0], 415, "file_unknown_kind"),
            (Array("PK\u{3}\u{4}\u{14}\u{0}".utf8), 415, "file_unknown_kind"), ([0], 415, "file_unknown_kind"),
            (damaged, 422, "file_damaged"),
            (Array(SampleImage.png().prefix(20)), 422, "file_damaged"),
            (SampleImage.png(8001, 10), 422, "file_too_many_pixels"),
            (SampleImage.png(7500, 7500), 422, "file_too_many_pixels"),
        ]
        for (bytes, status, code) in refusals {
            let file = try #require(await world.announce(bytes.count).json["file_id"]?.string)
            let answer = await world.put(bytes, into: file)
            #expect(answer.status == status && answer.json["detail"]?["code"] == .string(code), "\(answer.text)")
            #expect(answer.json["detail"]?["message"]?.text?.isEmpty == false)
            let finish = await world.post("/backend-api/files/\(file)/uploaded", [:], as: world.alice)
            #expect(finish.status == 409 && finish.json["detail"]?["code"] == "file_unfilled")
            #expect(await world.send(DraftBody(files: [file])).json["detail"]?["code"] == "file_unfilled")
        }
        #expect(world.storedFiles == 0)
    }

    @Test func `the contents have the size that was announced`() async throws {
        let world = try await World()
        let image = SampleImage.png(size: 5000)
        for size in [4999, 5001, 100] {
            let file = try #require(await world.announce(size).json["file_id"]?.string)
            let answer = await world.put(image, into: file)
            #expect(answer.status == 400 && answer.json["detail"]?["code"] == "file_size_differs", "\(size)")
            #expect(world.storedFiles == 0)
        }
        #expect(await world.announce(50 << 20).status == 200)
        #expect(await world.announce(50 << 20 | 1).status == 413)
        // An image may have less, which shows with its first bytes.
        let large = try #require(await world.announce(10 << 20 | 1).json["file_id"]?.string)
        let answer = await world.put(image, into: large)
        #expect(answer.status == 413 && answer.json["detail"]?["limit"]?.integer == 10 << 20)
        #expect(await world.announce(0).json["detail"]?["code"] == "file_empty")
        for body in [
            #"{}"#, #"{"file_name":"x"}"#, #"{"file_name":"x","file_size":-1}"#, #"{"file_name":"/","file_size":1}"#,
            #"{"file_name":"a\u0000b","file_size":1}"#, #"{"file_name":"x","file_size":"1"}"#, "[]",
        ] {
            let answer = await world.respond(to: .post, "/backend-api/files", as: world.alice, body: Array(body.utf8))
            #expect(answer.status == 400, "\(body)")
        }
    }

    @Test func `a file is filled once, within an hour, and finished as often as one likes`() async throws {
        let world = try await World()
        let file = try await world.upload()
        let again = await world.put(SampleImage.png(1, 1), into: file)
        #expect(again.status == 409 && again.json["detail"]?["code"] == "file_filled")
        #expect(await world.post("/backend-api/files/\(file)/uploaded", [:], as: world.alice).status == 200)
        #expect(await world.contents(of: file).bytes == SampleImage.png())
        // After a refusal it may be filled still.
        let other = try #require(await world.announce(5000).json["file_id"]?.string)
        #expect(await world.put([UInt8](repeating: 0, count: 5000), into: other).status == 415)
        #expect(await world.put(SampleImage.png(), into: other).status == 201)
        let late = try #require(await world.announce(5000).json["file_id"]?.string)
        world.clock.advance(by: .seconds(3600))
        #expect(await world.put(SampleImage.png(), into: late).status == 404)
    }

    @Test func `of many uploads of one file at once one is kept, whole`() async throws {
        let world = try await World()
        let images = (1...8).map { SampleImage.png($0, $0) }
        let file = try #require(await world.announce(5000).json["file_id"]?.string)
        let statuses = await withTaskGroup(of: Int.self) { group in
            for image in images { group.addTask { await world.put(image, into: file).status } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 201 }.count == 1 && statuses.allSatisfy { [201, 409].contains($0) })
        let width = await world.get("/backend-api/files/\(file)", as: world.alice).json["width"]?.integer
        #expect(await world.contents(of: file).bytes == images[Int(try #require(width)) - 1])
        #expect(world.storedFiles == 1)
    }

    @Test func `a member has so much room, which a deleted chat gives back`() async throws {
        let world = try await World(fileRules: FileRules(mostOfMember: 12_000))
        let first = try await world.upload()
        _ = try await world.upload()
        let full = await world.announce(5000)
        #expect(full.status == 409 && full.json["detail"]?["code"] == "file_no_room")
        #expect(await world.announce(5000, as: world.bob).status == 200, "everybody has as much")
        let chat = try await world.chat(DraftBody(files: [first]))
        #expect(await world.announce(5000).status == 409)
        await world.delete(chat.conversation)
        #expect(await world.announce(5000).status == 200)
    }

    @Test func `an administrator sees what files take, of each member and of all`() async throws {
        let world = try await World()
        let first = try await world.upload()
        _ = try await world.upload(as: world.bob)
        #expect(await world.announce(700, as: world.bob).status == 200)
        func bytes(of person: Person) async -> JSONValue? {
            await world.data("/api/user/\(person.user.id.value)", as: world.admin)["files_bytes"]
        }
        #expect(await bytes(of: world.alice) == 5000)
        #expect(await bytes(of: world.bob) == 5700, "room that is announced is taken")
        #expect(await world.data("/api/stats/now", as: world.admin)["files"] == ["count": 3, "bytes": 10_700])
        let rows = await world.data("/api/user/", as: world.admin)["items"]?.array ?? []
        #expect(Set(rows.compactMap { $0["files_bytes"]?.integer }) == [0, 5000, 5700])
        let chat = try await world.chat(DraftBody(files: [first]))
        await world.delete(chat.conversation)
        #expect(await bytes(of: world.alice) == 0)
        #expect(await world.data("/api/stats/now", as: world.admin)["files"] == ["count": 2, "bytes": 5700])
        #expect(await world.data("/api/stats/now/self", as: world.alice)["files"] == nil)
    }

    @Test func `only so many files wait to be sent`() async throws {
        let world = try await World()
        for _ in 0..<100 { #expect(await world.announce(1).status == 200) }
        #expect(await world.announce(1).json["detail"]?["code"] == "too_many_unsent_files")
    }
}

extension World {
    func delete(_ conversation: String) async {
        let answer = await respond(
            to: .patch, "/backend-api/conversation/\(conversation)", as: alice, json: ["is_visible": false])
        #expect(answer.status == 200)
        let purged = await respond(to: .delete, "/backend-api/trash/\(conversation)", as: alice)
        #expect(purged.status == 200)
    }
}
