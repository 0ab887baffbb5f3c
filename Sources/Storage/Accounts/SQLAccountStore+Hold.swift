internal import Database
public import Domain

extension SQLAccountStore {
    public func hold() async throws(ChatError) -> RenewalHold? {
        try await store.read { session in
            try session.rows("SELECT since, until, accounts, reason FROM renewal_hold").first.map { row in
                RenewalHold(
                    since: try row["since"], until: try row["until"], accounts: try row["accounts"],
                    reason: try row["reason"])
            }
        }
    }

    public func set(_ hold: RenewalHold?, of accounts: [ID<Account>]) async throws(ChatError) {
        try await store.write { session in
            try session.execute("DELETE FROM renewal_hold")
            guard let hold else { return }
            try session.execute(
                """
                INSERT INTO renewal_hold (id, since, until, accounts, reason)
                VALUES (1, \(hold.since), \(hold.until), \(hold.accounts), \(hold.reason))
                """)
            for id in accounts.sorted() {
                guard try session.execute("UPDATE accounts SET status = status WHERE id = \(id)") > 0,
                    let row = try session.rows("SELECT health FROM accounts WHERE id = \(id)").first
                else { continue }
                let state = AccountHealth(storedIfAny: try row["health"]).state
                try Self.add(
                    AccountEvent(
                        account: id, at: hold.since, state: state, reason: "\(RenewalHold.heldBack): \(hold.reason)",
                        until: hold.until), session)
            }
        }
    }
}
