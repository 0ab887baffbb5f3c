internal import Domain
internal import JSON
internal import Web

/// One who is signed in asks as programs do, for what is his, without a key.
struct SessionAccess: CallerAccess {
    let allowances: any AllowanceStore

    func standing(of call: Call) async throws(RelayRefusal) -> Standing {
        do throws(ChatError) {
            let user = try call.user
            // Read for this call alone: there is nothing that could become old.
            return Standing(user: user, key: nil, allowance: try await allowances.allowance(of: user.id), epoch: 0)
        } catch { throw RelayRefusal(error) }
    }
}
