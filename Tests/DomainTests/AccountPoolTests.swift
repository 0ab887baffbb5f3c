import Domain
import Testing

@Suite struct AccountPoolTests {
    @Test func `dedicated goes before shared, then priority, then the fewest running turns`() {
        let pool = AccountPool()
        let low = bound(1, .shared, priority: 0)
        let high = bound(2, .shared, priority: 5)
        let own = bound(3, .dedicated, priority: 0)
        #expect(pool.lease(among: [low, high, own], preferring: nil)?.id == ID(3))
        #expect(pool.lease(among: [low, high], preferring: nil)?.id == ID(2))
        let twin = bound(4, .shared, priority: 5)
        #expect(pool.lease(among: [high, twin], preferring: nil)?.id == ID(4))
        pool.giveBack(ID(4))
        pool.giveBack(ID(2))
        #expect(pool.lease(among: [high, twin], preferring: nil)?.id == ID(2))
    }

    @Test func `a conversation keeps its account while the member may use it`() {
        let pool = AccountPool()
        let candidates = [bound(1, .dedicated), bound(2, .shared)]
        #expect(pool.lease(among: candidates, preferring: ID(2))?.id == ID(2))
        #expect(pool.lease(among: candidates, preferring: ID(9))?.id == ID(1))
    }

    @Test func `a lease is counted until it is given back`() {
        let pool = AccountPool()
        let account = bound(1, .shared)
        #expect(pool.load(of: ID(1)) == 0)
        _ = pool.lease(among: [account], preferring: nil)
        _ = pool.lease(among: [account], preferring: nil)
        #expect(pool.load(of: ID(1)) == 2)
        pool.giveBack(ID(1))
        pool.giveBack(ID(1))
        #expect(pool.load(of: ID(1)) == 0)
        #expect(pool.lease(among: [], preferring: nil) == nil)
    }

    private func bound(_ id: Int64, _ mode: Binding.Mode, priority: Int = 0) -> BoundAccount {
        let account = Account(
            id: ID(id), name: "a\(id)", kind: .demo, baseURL: "", models: ["m"], createdAt: Timestamp(seconds: 0))
        return BoundAccount(account: account, mode: mode, priority: priority)
    }
}
