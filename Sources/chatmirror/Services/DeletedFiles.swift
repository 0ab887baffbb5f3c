import Domain

/// Removes the contents of files that nobody has any more: of deleted conversations, of members who are gone, and what was not sent
/// for a day; and exports that are older than that. Once a minute, in one process for all.
struct DeletedFiles: Service {
    let name = "deleted-files"
    let files: Files
    let exports: Exports
    let work: LeasedWork

    func run() async {
        await work.run(every: .seconds(60)) {
            await files.sweep()
            await exports.sweep()
        }
    }
    func finish() async { await work.giveBack() }
}
