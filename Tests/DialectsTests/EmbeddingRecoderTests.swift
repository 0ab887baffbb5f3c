import Dialects
import Domain
import JSON
import Testing
import Wire

@Suite struct EmbeddingRecoderTests {
    static let vectors: [[Float]] = [
        [0.1, -2.5e-7, 1, 3], [], [0.25], [1, 2], [-0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude],
        (0..<8).map { Float($0) / 7 },
    ]

    private static func base64(_ vector: [Float]) -> String {
        Base64.encode(
            vector.flatMap { number in [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number.bitPattern >> $0) } })
    }

    private static func answer(_ coded: [String], blanks: String = "") -> [UInt8] {
        let data = coded.enumerated().map { index, value in
            #"{"object":"embedding","index":\#(index),\#(blanks)"embedding"\#(blanks):\#(blanks)\#(value)\#(blanks)}"#
        }
        return Array(
            (#"{"object":"list","note":"\"embedding\":[7]","data":["# + data.joined(separator: ",")
                + #"],"model":"m","usage":{"prompt_tokens":8}}"#).utf8)
    }

    private static let numbers = answer(vectors.map { "[\($0.map { "\(Double($0))" }.joined(separator: ","))]" })
    private static let texts = answer(vectors.map { "\"\(base64($0))\"" })

    private static func recoded(_ bytes: [UInt8], _ shape: EmbeddingShape, cut: Int = 0) throws -> [UInt8] {
        var recoder = EmbeddingRecoder(shape)
        return try recoder.read(Array(bytes[..<cut])) + recoder.read(Array(bytes[cut...])) + recoder.end()
    }

    @Test func `vectors are told in the coding that was asked for, wherever the answer is cut`() throws {
        for cut in 0...Self.numbers.count {
            #expect(try Self.recoded(Self.numbers, .base64, cut: cut) == Self.texts, "cut at \(cut)")
        }
        for cut in 0...Self.texts.count { #expect(try Self.recoded(Self.texts, .numbers, cut: cut) == Self.numbers) }
    }

    @Test func `what comes as it is wanted stays as it is, odd as it may be`() throws {
        let odd = #" {"data":[{"embedding" : [ 0.10, 1e2 ,null,[3]] , "embedding":"AA\/=" ,"x":{"embedding":null}}]} "#
        #expect(
            try Self.recoded(Array(odd.replacing("\"AA\\/=\"", with: "[]").utf8), .numbers).count == odd.utf8.count - 5)
        #expect(try Self.recoded(Self.numbers, .numbers) == Self.numbers)
        #expect(try Self.recoded(Self.texts, .base64) == Self.texts)
    }

    @Test func `blanks are no part of a vector`() throws {
        let blank = Self.answer(["[ 0.5\n,\t1.5 ]", "[ ]"], blanks: " \r\n")
        let told = try JSONValue(parsing: Self.recoded(blank, .base64))
        #expect(told["data"]?[0]?["embedding"]?.text?.string == Self.base64([0.5, 1.5]))
        #expect(told["data"]?[1]?["embedding"] == "")
    }

    @Test func `a slash may be escaped`() throws {
        let text = Self.base64([-.leastNonzeroMagnitude, Float(bitPattern: 0x3F_FFFF_FF)])
        #expect(text.contains("/"))
        let escaped = Self.answer(["\"" + text.replacing("/", with: "\\/") + "\""])
        #expect(try Self.recoded(escaped, .numbers) == Self.recoded(Self.answer(["\"\(text)\""]), .numbers))
    }

    @Test func `Google's frame holds the vectors alone`() throws {
        let many = try JSONValue(
            parsing: Self.recoded(Self.answer(["[1,2.5]", "\"\(Self.base64([0.5]))\""]), .googleMany))
        #expect(many == ["embeddings": [["values": [.number("1.0"), .number("2.5")]], ["values": [.number("0.5")]]]])
        let one = try JSONValue(parsing: Self.recoded(Self.answer(["[1]"]), .googleOne))
        #expect(one == ["embedding": ["values": [.number("1.0")]]])
    }

    @Test(arguments: [
        "", "x", "{", "}", "<html>", #"{"data":[]}"#, #"{"data":[{"embedding":[1,]}]}"#,
        #"{"data":[{"embedding":[,1]}]}"#,
        #"{"data":[{"embedding":[1 2]}]}"#, #"{"data":[{"embedding":[1"#, #"{"data":[{"embedding":[nan]}]}"#,
        #"{"data":[{"embedding":["1"]}]}"#, #"{"data":[{"embedding":[1e999]}]}"#, #"{"data":[{"embedding":"AAA"}]}"#,
        #"{"data":[{"embedding":"AAAA!A=="}]}"#, #"{"data":[{"embedding":"AADAfw=="}]}"#,
        #"{"data":[{"embedding":[1]}]}}"#,
        #"{"data":[{"embedding":[1]}]} more"#, #"{"data":[{"embedding":[\#(String(repeating: "1", count: 100))]}]}"#,
    ])
    func `what is no vector is an error`(answer: String) {
        #expect(throws: EmbeddingRecoder.Malformed.self) { try Self.recoded(Array(answer.utf8), .googleMany) }
    }

    @Test func `two vectors are no answer to one text`() {
        #expect(throws: EmbeddingRecoder.Malformed.self) {
            try Self.recoded(Self.answer(["[1]", "[2]"]), .googleOne)
        }
    }
}
