import Domain
import Storage

/// Makes conversations from before there was a search ready to be found, after an upgrade. In one process for all.
struct FoldedConversations: Service {
    let name = "folded-conversations"
    let search: SQLSearchStore
    let work: LeasedWork

    func run() async {
        await work.run(every: .seconds(60)) {
            while !Task.isCancelled, (try? await search.foldOne()) == true {}
        }
    }

    func finish() async { await work.giveBack() }
}
