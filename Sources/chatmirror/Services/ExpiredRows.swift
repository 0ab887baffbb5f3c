import Domain
import Storage

/// Deletes rows that have expired from the database. Once a minute, in one process for all.
struct ExpiredRows: Service {
    let name = "expired-rows"
    let storage: SQLStorage
    let clock: any WallClock
    let work: LeasedWork

    func run() async { await work.run(every: .seconds(60)) { await purge() } }
    func finish() async { await work.giveBack() }

    private func purge() async {
        let now = clock.now
        try? await storage.sessions.purge(before: now)
        try? await storage.users.purge(before: now)
        try? await storage.conversations.purge(trashedBefore: now - Conversation.keptInTrash)
        try? await storage.conversations.purge(expiredAt: now, of: nil)
        try? await storage.responses.purge(before: now - ResponseRules.kept)
        try? await storage.itemConversations.purge(before: now - ResponseRules.kept)
        // The clocks of processes may differ by minutes.
        try? await storage.usedTokens.purge(before: now - .seconds(3600))
        try? await storage.jobs.purge(before: now - Job.kept)
        try? await storage.accounts.purgeEvents(before: now - AccountEvent.kept)
        try? await storage.alerts.purge(
            alertsBefore: now - Alert.kept, deliveriesBefore: now - AlertDelivery.kept)
    }
}
