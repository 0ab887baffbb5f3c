internal import Domain
internal import Transport

/// The one way in which a foreign document is read: by a process of its own, that has little memory, time and output and can open nothing,
/// in a box without files and network where the system lets one be made.
struct DocumentChild: Sendable {
    /// Of both programs. A page is read in a hundredth of a second.
    private static let seconds = 10
    private static let limits = [
        "/usr/bin/prlimit", "--as=536870912", "--cpu=5", "--core=0", "--fsize=0", "--nofile=16", "--",
    ]
    private let box: [String]
    private let program: String

    /// `program` is our own executable. `isBoxed` is what `canBox` says.
    init(program: String, isBoxed: Bool) {
        self.program = program
        box = isBoxed ? Self.box(around: program) : []
    }

    /// Whether the system lets boxes be made: containers and hardened services often do not.
    static func canBox(_ program: String) -> Bool {
        guard let nothing = MemoryFile() else { return false }
        let command = limits + box(around: program) + ["/usr/bin/true"]
        return Child.run(command, reading: nothing.descriptor, upTo: 1, within: seconds)
            == .left(code: 0, output: [], isCut: false)
    }

    private static func box(around program: String) -> [String] {
        [
            "/usr/bin/bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--ro-bind",
            "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--symlink", "usr/bin",
            "/bin", "--proc", "/proc", "--ro-bind-try", "/etc/fonts", "/etc/fonts", "--ro-bind-try", program,
            "/program",
        ] + LoadedLibraries.folders.flatMap { ["--ro-bind", $0, $0] } + ["--"]
    }

    /// The text of a PDF, with the pages one behind the other.
    func pdf(_ file: MemoryFile) -> Child.End { run(["/usr/bin/pdftotext", "-q", "-enc", "UTF-8", "-", "-"], file) }

    func docx(_ file: MemoryFile) -> Child.End {
        run([box.isEmpty ? program : "/program", "document-text"], file)
    }

    private func run(_ command: [String], _ file: MemoryFile) -> Child.End {
        file.rewind()
        return Child.run(
            Self.limits + box + command, reading: file.descriptor, upTo: FileRules.mostOfText + 4, within: Self.seconds)
    }
}
