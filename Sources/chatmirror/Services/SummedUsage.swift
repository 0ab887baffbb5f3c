import Domain
import Storage

/// Puts what has ended into the sums of its hour, and after an upgrade all that was before. In one process for all.
struct SummedUsage: Service {
    let name = "summed-usage"
    let sums: any UsageSumsStore
    let work: LeasedWork

    func run() async {
        await work.run(every: .seconds(5)) {
            while !Task.isCancelled, (try? await sums.sumSome()) == true {}
        }
    }

    func finish() async { await work.giveBack() }
}
