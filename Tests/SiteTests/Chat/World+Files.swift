import Domain
import Glibc
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// Bytes that begin as an image does.
enum SampleImage {
    static func png(_ width: Int = 64, _ height: Int = 48, size: Int = 5000) -> [UInt8] {
        let word = { (number: Int) in (0..<4).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
        let head =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + word(width)
            + word(height)
        return head + (head.count..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    }
}

extension World {
    func announce(_ size: Int, _ name: String = "a picture.png", as person: Person? = nil) async -> Response {
        await post(
            "/backend-api/files", ["file_name": .string(name), "file_size": .integer(size), "use_case": "multimodal"],
            as: person ?? alice)
    }

    func put(_ bytes: [UInt8], into file: String, as person: Person? = nil) async -> Response {
        await respond(
            to: .put, "/backend-api/files/\(file)/content", as: person ?? alice, body: bytes,
            headers: ["content-type": "image/png", "x-ms-blob-type": "BlockBlob"])
    }

    /// A file that is ready to be sent.
    func upload(
        _ bytes: [UInt8] = SampleImage.png(), _ name: String = "a picture.png", as person: Person? = nil
    ) async throws -> String {
        let file = try #require(await announce(bytes.count, name, as: person).json["file_id"]?.string)
        #expect(await put(bytes, into: file, as: person).status == 201)
        let done = await post("/backend-api/files/\(file)/uploaded", [:], as: person ?? alice)
        #expect(done.json["status"] == "success")
        return file
    }

    /// The bytes of a streamed answer.
    func contents(of file: String, as person: Person? = nil) async -> (head: Response, bytes: [UInt8]) {
        let response = await get("/backend-api/files/\(file)/content", as: person ?? alice)
        guard case .written = response.body else { return (response, response.bytes) }
        let reader = StreamReader(response)
        await reader.end()
        return (response, reader.seen.bytes)
    }

    /// How many files there are on the disk.
    var storedFiles: Int {
        var count = 0
        guard let folders = opendir(filesFolder) else { return 0 }
        defer { closedir(folders) }
        while let entry = readdir(folders) {
            let name = Self.name(of: entry)
            guard name != ".", name != "..", let folder = opendir("\(filesFolder)/\(name)") else { continue }
            defer { closedir(folder) }
            while let file = readdir(folder) { if !Self.name(of: file).hasPrefix(".") { count += 1 } }
        }
        return count
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
