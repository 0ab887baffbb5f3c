import FuzzTargets
import Glibc
import JSON
import Testing
import Wire

/// The inputs that fuzzing kept, each once more: `scripts/fuzz` finds new ones.
@Suite struct CorpusTests {
    @Test(arguments: FuzzTarget.allCases)
    func `every input that fuzzing kept is read as promised`(target: FuzzTarget) throws {
        let inputs = Self.inputs(of: target)
        #expect(inputs.count > 20)
        for input in inputs {
            do { try target.check(input) } catch { Issue.record("\(error)\n\(Hexadecimal.encode(input))") }
        }
    }

    /// `Tests/Fixtures/fuzz/<target>.base64url`, an input a line.
    private static func inputs(of target: FuzzTarget) -> [[UInt8]] {
        let folder = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/Fixtures/fuzz"
        guard let file = fopen("\(folder)/\(target.rawValue).base64url", "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4 << 20)
        let text = String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
        return text.split(separator: "\n").compactMap { Base64URL.decode(Text($0)) }
    }
}
