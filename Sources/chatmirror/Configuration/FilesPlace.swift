import Integrations

/// Where the contents of files are kept.
enum FilesPlace: Sendable {
    case folder(String)
    case bucket(Bucket)

    struct Bucket: Sendable {
        let at: S3Bucket
        /// As `host` or `host:port`. It may be in the own network: who wrote the configuration chose it.
        let host: String
    }
}
