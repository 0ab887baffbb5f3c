import ChatAPI
import Documents
public import Domain

extension Ports {
    public var exportsMade: Exports {
        Exports(
            exports, conversations: conversations, projects: projects, files: files, archives: Zips(), jobs: jobs,
            clock: clock)
    }

    var taking: TakingUses {
        TakingUses(
            imports: Imports(
                imports, projects: projects, files: files, archives: Zips(), jobs: jobs, clock: clock),
            exports: exportsMade,
            erasure: Erasure(
                erasure, trash: Trash(trash, files: files, turns: turns, turnLog: turnLog, clock: clock),
                exports: exportsMade, files: files, jobs: jobs),
            spools: spools, mostImported: mostImported)
    }
}

/// A zip of these entries.
public func zip(of entries: [(name: String, contents: [UInt8])]) async throws -> [UInt8] {
    let maker = Zips().make()
    var bytes: [UInt8] = []
    for entry in entries {
        bytes += try await maker.begin(entry.name, at: Timestamp(seconds: 1_700_000_000))
        bytes += try await maker.add(entry.contents)
    }
    return try await bytes + maker.finish()
}
