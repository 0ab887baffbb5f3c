import Foundation

/// A small front end and its shells on disk, made once for all tests.
struct PageFolders: Sendable {
    let assets: String
    let templates: String

    static let shared = Result { try PageFolders() }

    private init() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "chatmirror-pages-\(UUID().uuidString)")
        assets = root.appending(path: "dist").path
        templates = root.appending(path: "templates").path
        for (name, text) in Self.dist { try Self.write(text, to: "\(assets)/\(name)") }
        for name in ["app", "admin", "welcome"] {
            try Self.write("<html lang=\"{{lang}}\" class=\"{{theme}}\">" + Self.shell, to: "\(templates)/\(name).html")
        }
        try Self.write("<h1>{{title}}</h1><p>{{message}}</p>{{styles}}", to: "\(templates)/error.html")
        try Self.write("secret", to: root.appending(path: "secret.txt").path)
    }

    private static let shell = """
        <title>{{title}}</title>{{styles}}{{scripts}}<script type="application/json" id="page">{{data}}</script>
        """

    private static let dist = [
        "manifest.json": """
        {"outputs":{"dist/chat-A.js":{"entryPoint":"src/chat/main.tsx","cssBundle":"dist/chat-B.css"},
        "dist/admin-A.js":{"entryPoint":"src/admin/main.tsx"},"dist/welcome-A.js":{"entryPoint":"src/welcome/main.tsx"}}}
        """,
        "chat-A.js": "plain script", "chat-A.js.gz": "gzipped script", "chat-B.css": "style", "c/chunk-C.js": "chunk",
        "f/font-D.woff2": "font",
    ]

    private static func write(_ text: String, to path: String) throws {
        let url = URL(filePath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
}
