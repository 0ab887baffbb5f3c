/// A small front end and its shells on disk, in the shape of what `frontend/build.sh` leaves.
public struct FrontEnd: Sendable {
    public let assets: String
    public let templates: String

    /// Inside `folder`, for as long as that lives. A file beside both is out of everybody's reach.
    public init(in folder: TemporaryFolder) {
        assets = folder.folder("dist")
        templates = folder.folder("templates")
        for name in ["dist/c", "dist/f"] { _ = folder.folder(name) }
        for (name, text) in Self.dist { folder.write(text, to: "dist/\(name)") }
        folder.write(Self.shell, to: "templates/page.html")
        folder.write("<h1>{{title}}</h1>{{content}}", to: "templates/status.html")
        folder.write("<b>{{site}}</b><h1>{{title}}</h1><p>{{message}}</p>{{styles}}", to: "templates/error.html")
        folder.write("<title>{{title}}</title>{{styles}}{{scripts}}{{content}}", to: "templates/share.html")
        folder.write("secret", to: "secret.txt")
    }

    private static let shell = """
        <html lang="{{lang}}" class="{{theme}}"><title>{{title}}</title>{{styles}}{{scripts}}\
        <script type="application/json" id="page">{{data}}</script>
        """

    private static let dist = [
        "manifest.json": """
        {"outputs":{"dist/chat-A.js":{"entryPoint":"src/chat/main.tsx","cssBundle":"dist/chat-B.css"},
        "dist/admin-A.js":{"entryPoint":"src/admin/main.tsx"},"dist/welcome-A.js":{"entryPoint":"src/welcome/main.tsx"}}}
        """,
        "chat-A.js": "plain script", "chat-A.js.gz": "gzipped script", "chat-B.css": "style", "c/chunk-C.js": "chunk",
        "f/font-D.woff2": "font",
    ]
}
