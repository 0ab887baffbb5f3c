package import Domain
package import Transport

/// What the relay acts through.
package struct RelayUses: Sendable {
    let standings: Standings
    let allowances: any AllowanceStore
    let dispatcher: Dispatcher
    let calls: RunningCalls
    let responses: StoredResponses
    let conversations: ItemConversations
    /// Nil: there is none.
    let miniProgram: MiniProgram?
    /// Of what answers only link to.
    let pictures: any RemotePictures
    /// Of events of answers in the background.
    let turnLog: any TurnLog
    let clock: any WallClock
    /// Starts a task that belongs to nobody, on the loop of whoever calls.
    let spawn: TurnRunner.Spawn
    /// Nothing new is taken.
    let isDraining: @Sendable () -> Bool
    /// Where forms are kept while they arrive.
    let spools: String
    let log: Log

    package init(
        standings: Standings, allowances: any AllowanceStore, dispatcher: Dispatcher, calls: RunningCalls,
        responses: StoredResponses, conversations: ItemConversations,
        miniProgram: MiniProgram?, pictures: any RemotePictures, turnLog: any TurnLog, clock: any WallClock,
        spawn: @escaping TurnRunner.Spawn,
        isDraining: @escaping @Sendable () -> Bool, spools: String, log: Log
    ) {
        self.standings = standings
        self.allowances = allowances
        self.dispatcher = dispatcher
        self.calls = calls
        self.responses = responses
        self.conversations = conversations
        self.miniProgram = miniProgram
        self.pictures = pictures
        self.turnLog = turnLog
        self.clock = clock
        self.spawn = spawn
        self.isDraining = isDraining
        self.spools = spools
        self.log = log
    }
}
