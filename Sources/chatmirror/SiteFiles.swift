import Foundation

/// Where the built front end and the page shells are: beside the executable, or above it in a checkout.
struct SiteFiles {
    let assets: String
    let templates: String

    private static var executable: URL { URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath() }

    /// The path of the running program.
    static var program: String { executable.path }

    static func find() throws -> SiteFiles {
        let executable = executable
        var folder = executable.deletingLastPathComponent()
        for _ in 0..<6 {
            let files = SiteFiles(
                assets: folder.appendingPathComponent("frontend/dist").path,
                templates: folder.appendingPathComponent("templates").path)
            if files.exist { return files }
            folder.deleteLastPathComponent()
        }
        throw ConfigurationError("frontend/dist and templates are not beside \(executable.path); build them first")
    }

    private var exist: Bool {
        [assets + "/manifest.json", templates + "/page.html"].allSatisfy(FileManager.default.fileExists)
    }
}
