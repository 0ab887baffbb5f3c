import Domain
import HTTP
import Integrations
import Storage
import Transport

extension FilesPlace {
    /// The contents that are kept there. Throws for a bucket that cannot be used; one that does not answer may come back by itself.
    func open(spools: String, loops: LoopGroup, log: Log) async throws -> any FileContents {
        switch self {
        case .folder(let folder):
            return FolderContents(folder) { log.error("files failed", .init("cause", diagnostic: $0)) }
        case .bucket(let bucket):
            let client = HTTPClient(.init(userAgent: ChatMirror.userAgent, allowPrivate: [bucket.host]))
            // An exchange belongs to a loop.
            let flaw = await Task(executorPreference: loops.next()) { await bucket.at.flaw(client) }.value
            if let flaw {
                guard flaw.mayPass else { throw ConfigurationError("files.s3_url: \(flaw.text)") }
                log.error("files failed", .init("cause", diagnostic: flaw.text))
            }
            return S3Contents(bucket.at, client: client, spools: spools) {
                log.error("files failed", .init("cause", diagnostic: $0))
            }
        }
    }
}
