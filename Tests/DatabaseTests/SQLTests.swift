import Database
import TestKit
import Testing

/// What is bound, what is text, and how rows are read.
@Suite struct SQLTests {
    @Test func `interpolated values are bound, never pasted`() {
        let evil = "x'; DROP TABLE t; --"
        let sql: SQL = "SELECT \(evil), \(3)"
        #expect(sql.text == "SELECT ?, ?")
        #expect(sql.values == [.text(evil), .integer(3)])
    }

    @Test func `nested statements bring their values in order`() {
        let filter: SQL = "user_id = \(7) AND name = \("n")"
        let sql: SQL = "SELECT \(raw: "id") FROM t WHERE a = \(1) AND \(filter) LIMIT \(9)"
        #expect(sql.text == "SELECT id FROM t WHERE a = ? AND user_id = ? AND name = ? LIMIT ?")
        #expect(sql.values == [.integer(1), .integer(7), .text("n"), .integer(9)])
    }

    @Test(arguments: Engine.allCases)
    func `values of every kind survive the way there and back`(engine: Engine) async throws {
        let bench = try await engine.open()
        let text = "nul \u{0} in 中文 🙂"
        let row = try await bench.database.read { session in
            try session.rows(
                """
                SELECT \(Int64.min) AS least, \(text) AS text, \("") AS empty, \([UInt8]([0, 255])) AS bytes,
                \([UInt8]()) AS no_bytes, \(true) AS yes, \(Int?.none) AS missing, \(Int?(5)) AS five
                """)[0]
        }
        #expect(try row["least"] == Int64.min)
        #expect(try row["text"] == text)
        #expect(try row["empty"] == "")
        #expect(try row["bytes"] == [UInt8]([0, 255]))
        #expect(try row["no_bytes"] == [UInt8]())
        #expect(try row["yes"] == true)
        #expect(try row["missing"] == Int?.none)
        #expect(try row["five"] == Int?(5))
    }

    @Test(arguments: Engine.allCases)
    func `a column of another kind is an error, not an empty value`(engine: Engine) async throws {
        let bench = try await engine.open()
        let row = try await bench.database.read { try $0.rows("SELECT \("text") AS a, \(Int?.none) AS b")[0] }
        #expect(throws: DatabaseError.self) { let _: Int = try row["a"] }
        #expect(throws: DatabaseError.self) { let _: Int? = try row["a"] }
        #expect(throws: DatabaseError.self) { let _: Int = try row["b"] }
        #expect(throws: DatabaseError.self) { let _: Int = try row["c"] }
    }

    @Test(arguments: Engine.allCases)
    func `one statement takes values of other kinds each time`(engine: Engine) async throws {
        let bench = try await engine.open()
        let long = String(repeating: "é", count: 100_000)
        let values: [SQLValue] = [
            .integer(1), .text("a"), .null, .blob([0, 7]), .text(long), .integer(.max), .text(""), .blob([]), .null,
        ]
        for value in values {
            let kept: SQLValue = try await bench.database.read { session in
                try #require(try session.rows("SELECT \(value) AS a").first)["a"]
            }
            #expect(kept == value)
        }
    }
}
