import Database
import Domain
import Live
import TestKit
import Testing

/// So many calls of one subject in any minute, in this process or in all.
@Suite struct CallRateContract {
    enum Kind: CaseIterable, Sendable {
        case memory, redis

        func make() async throws -> any CallRate {
            switch self {
            case .memory: return MemoryCallRate()
            case .redis: return RedisCallRate(client: try await .shared(), prefix: .random())
            }
        }
    }

    @Test(arguments: Kind.allCases)
    func `as many as there may be in any minute, and of each subject by itself`(kind: Kind) async throws {
        let rate = try await kind.make()
        let start = Timestamp(seconds: 1_800_000_000)
        let moments = [0, 10, 20].map { start + .seconds($0) }
        for moment in moments { #expect(await rate.take("a", most: 3, at: moment) == nil) }
        #expect(await rate.take("a", most: 3, at: start + .seconds(21)) == start + .seconds(60))
        #expect(await rate.take("b", most: 3, at: start + .seconds(21)) == nil)
        // What was refused has taken no place.
        #expect(await rate.take("a", most: 3, at: start + .milliseconds(59_999)) == start + .seconds(60))
        #expect(await rate.take("a", most: 3, at: start + .seconds(60)) == nil)
        #expect(await rate.take("a", most: 3, at: start + .seconds(61)) == start + .seconds(70))
    }

    @Test(arguments: Kind.allCases)
    func `of many at once no more than there may be are let through`(kind: Kind) async throws {
        let rate = try await kind.make()
        let moment = Timestamp(seconds: 1_800_000_000)
        let count = await withTaskGroup { group in
            for _ in 0..<50 { group.addTask { await rate.take("a", most: 7, at: moment) == nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 7)
    }
}
