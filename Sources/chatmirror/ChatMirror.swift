import Documents
import Foundation
import Transport

/// The executable: one subcommand, its exit status.
@main
enum ChatMirror {
    /// The product's version, as `--version`, the log and our User-Agent say it.
    static let version = "0.1.0"
    static var userAgent: String { "chatmirror/\(version)" }

    static func main() async {
        do {
            let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
            if arguments.has("version") { return print("chatmirror \(version)") }
            if arguments.has("help") || arguments.command == "help" { return print(usage) }
            try await run(arguments)
        } catch {
            FileHandle.standardError.write(Data("chatmirror: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: Arguments) async throws {
        guard let command = Command(rawValue: arguments.command) else {
            throw ConfigurationError("there is no command \(arguments.command)\n\(usage)")
        }
        guard command.words.contains(arguments.words.count) else { throw ConfigurationError(usage) }
        // In a box, without a configuration and next to no memory.
        if command == .documentText { exit(DocxText.run(from: STDIN_FILENO, to: STDOUT_FILENO)) }
        let configuration = try Configuration(
            flags: arguments.flags.filter { command != .keys || $0.name != "to" },
            environment: ProcessInfo.processInfo.environment)
        switch command {
        case .serve: try await Serve(configuration).run()
        case .migrate: try await Compose.migrate(configuration)
        case .createAdmin: try await CreateAdmin(configuration, username: arguments.words[0]).run()
        case .audit: try await VerifyAudit(configuration, words: arguments.words).run()
        case .keys:
            let target = arguments.flags.last { $0.name == "to" }?.value
            try await ChangeKeys(configuration, words: arguments.words, target: target).run()
        case .checkConfig: print(configuration.summary)
        case .documentText: break
        }
    }

    private enum Command: String {
        case serve, migrate, audit, keys
        case createAdmin = "create-admin"
        case checkConfig = "check-config"
        /// Not for people: what reads Word documents.
        case documentText = "document-text"

        /// How many words follow it.
        var words: ClosedRange<Int> {
            switch self {
            case .serve, .migrate, .checkConfig, .documentText: 0...0
            case .createAdmin, .keys: 1...1
            case .audit: 1...2
            }
        }
    }

    private static let usage = """
        Usage: chatmirror [serve]            serves until it is told to stop
               chatmirror migrate            brings the database to this version's schema
               chatmirror create-admin NAME  makes an administrator, or gives him a new password (read from standard input)
               chatmirror audit verify [ROW:HASH]
                                             walks the audit log and names the first row that does not fit; with what the
                                             log of the server printed as its head, also whether that row is still the same
               chatmirror keys rotate        makes a new data key and seals every secret with it
               chatmirror keys rekey --to NEWFILE
                                             makes another key file, which from then on is the one to start with
               chatmirror check-config       prints what is in effect, without secrets
               chatmirror --version
        Options: --config FILE, and every option of config/chatmirror.example.yaml, as --server.port 9000
        """
}
