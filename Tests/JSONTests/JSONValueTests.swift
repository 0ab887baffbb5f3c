import JSON
import TestKit
import Testing

@Suite struct JSONValueTests {
    @Test func `a text survives a round trip byte by byte`() throws {
        let text = #"{"z":[1,2.50,-3e10,1E+2,"\"\\\n\r\t\u0001/😀é",true,null],"a":{},"":[]}"#
        #expect(try JSONValue(parsing: text.utf8).serialized == text)
    }

    @Test func `numbers keep their text and are integers only when they look it`() throws {
        let text = "[9223372036854775807,9223372036854775808,1.0,1e2,-0,-5,1e400]"
        let value = try JSONValue(parsing: text.utf8)
        let numbers = try #require(value.array)
        #expect(numbers.map(\.integer) == [.max, nil, nil, nil, 0, -5, nil])
        #expect(numbers[3].double == 100)
        #expect(value.serialized == text)
    }

    @Test func `a member is replaced in its place, appended or removed`() throws {
        var value = try JSONValue(parsing: #"{"a":1,"model":"x","b":2}"#.utf8)
        value["model"] = "y"
        value["c"] = [1, nil]
        value["a"] = .some(.null)
        value["b"] = .none
        #expect(value.serialized == #"{"a":null,"model":"y","c":[1,null]}"#)
    }

    @Test func `reading what is not there, or not of that kind, gives nothing`() {
        let value: JSONValue = ["a": [1], "b": "text"]
        #expect(value["c"] == .none)
        #expect(value["a"]?[1] == .none)
        #expect(value["a"]?[-1] == .none)
        #expect(value["b"]?["x"] == .none)
        #expect(value["b"]?.integer == nil)
        #expect(value["a"]?.string == nil)
        #expect(JSONValue.double(.infinity).isNull)
    }

    /// The seed is the argument, so that a failure can be played again.
    @Test(arguments: UInt64(1)...40)
    func `any value is written and read back`(seed: UInt64) throws {
        var random = SplitMix(seed)
        for _ in 0..<25 {
            let value = JSONValue.random(depth: 5, &random)
            #expect(try JSONValue(parsing: value.bytes) == value)
        }
    }

    @Test(arguments: UInt64(1)...40)
    func `broken bytes are an error or a value, never a trap`(seed: UInt64) throws {
        var random = SplitMix(seed)
        for _ in 0..<60 {
            var bytes = JSONValue.random(depth: 4, &random).bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(#"{}[]",:\u-e."#.utf8.randomElement(using: &random)!, at: place)
                default: bytes.removeLast(bytes.count - place)
                }
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            #expect(try JSONValue(parsing: value.bytes) == value)
        }
    }

    @Test func `no beginning of a text is a text`() throws {
        let bytes = Array(#"{"a":[1,"\u00e9é😀",{"b":null}],"c":-1.5e3}"#.utf8)
        for end in 0..<bytes.count {
            #expect(throws: JSONError.self) { try JSONValue(parsing: bytes[..<end]) }
        }
        #expect(try JSONValue(parsing: bytes).members?.count == 2)
    }
}

extension JSONValue {
    fileprivate static func random(depth: Int, _ random: inout SplitMix) -> JSONValue {
        switch Int.random(in: depth > 0 ? 0...6 : 0...4, using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: return .double(Double(bitPattern: random.next()))
        case 4: return .string(text(&random))
        case 5:
            return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in .random(depth: depth - 1, &random) })
        default: return .object(randomMembers(depth: depth - 1, &random))
        }
    }

    private static func randomMembers(depth: Int, _ random: inout SplitMix) -> [Member] {
        var members: [Member] = []
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let key = text(&random)
            guard !members.contains(where: { $0.key == Text(key) }) else { continue }
            members.append(Member(Text(key), .random(depth: depth, &random)))
        }
        return members
    }

    private static func text(_ random: inout SplitMix) -> String {
        let scalars = (0..<Int.random(in: 0...3, using: &random)).map { _ -> Unicode.Scalar in
            let range: ClosedRange<UInt32> = Bool.random(using: &random) ? 0...0x7F : 0...0x10FFFF
            return Unicode.Scalar(UInt32.random(in: range, using: &random)) ?? "\u{FFFD}"
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
