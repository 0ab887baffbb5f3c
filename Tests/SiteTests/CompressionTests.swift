import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct CompressionTests {
    @Test func `a long conversation travels compressed to whoever takes gzip`() async throws {
        let world = try await World()
        let turn = try await world.chat()
        let path = "/backend-api/conversation/\(turn.conversation)"
        let plain = await world.get(path, as: world.alice)
        #expect(plain.headers["content-encoding"] == nil && plain.bytes.count > 1024)
        let packed = await world.get(path, as: world.alice, headers: ["accept-encoding": "gzip, br"])
        #expect(packed.headers["content-encoding"] == "gzip")
        #expect(packed.headers["vary"] == "Accept-Encoding")
        #expect(packed.headers["content-type"] == "application/json")
        #expect(packed.bytes.starts(with: [0x1F, 0x8B]) && packed.bytes.count < plain.bytes.count)
    }

    @Test(arguments: ["", "identity", "br", "gzip;q=0", "gzip;q=0.0, *"])
    func `nobody gets what they did not ask for`(accepted: String) async throws {
        let world = try await World()
        let turn = try await world.chat()
        let answer = await world.get(
            "/backend-api/conversation/\(turn.conversation)", as: world.alice,
            headers: ["accept-encoding": Text(accepted)])
        #expect(answer.headers["content-encoding"] == nil)
    }

    @Test func `short answers and streams stay as they are`() async throws {
        let world = try await World()
        let turn = try await world.chat()
        let headers: Headers = ["accept-encoding": "gzip"]
        #expect(
            await world.get("/backend-api/me", as: world.alice, headers: headers).headers["content-encoding"] == nil)
        let stream = await world.get(
            "/backend-api/conversation/\(turn.conversation)/stream", as: world.alice, headers: headers)
        #expect(stream.status == 200 && stream.headers["content-encoding"] == nil)
    }
}
