import JSON
import Web
import Wire

/// Which files a page needs, as the bundler's manifest says (esbuild's metafile).
struct AssetNames: Sendable {
    private var entries: [String: Entry] = [:]

    private struct Entry: Sendable {
        var script: String
        var style: String?
        var imports: [String]
    }

    /// Of a page that has no files, and of an installation that serves none.
    static let none = AssetNames()

    private init() {}

    /// Reads `outputs[*].entryPoint`, `cssBundle` and `imports`; nil when that is not what it is.
    init?(manifest: [UInt8]) {
        guard let outputs = (try? JSONValue(parsing: manifest))?["outputs"]?.members else { return nil }
        for output in outputs {
            guard let source = output.value["entryPoint"]?.text?.string, let page = Self.page(of: source) else {
                continue
            }
            let imports = output.value["imports"]?.array ?? []
            entries[page] = Entry(
                script: Self.path(of: output.key.string),
                style: output.value["cssBundle"]?.text.map { Self.path(of: $0.string) },
                imports: imports.filter { $0["kind"]?.text == "import-statement" }
                    .compactMap { $0["path"]?.text.map { Self.path(of: $0.string) } })
        }
    }

    /// Elements that load what the page looks like.
    func styles(of page: String) -> String {
        guard let style = entries[page]?.style else { return "" }
        return "<link rel=\"stylesheet\" href=\"\(style.escapedForHTML)\">"
    }

    /// Elements that load what the page does.
    func scripts(of page: String) -> String {
        guard let entry = entries[page] else { return "" }
        let imports = entry.imports.map { "<link rel=\"modulepreload\" href=\"\($0.escapedForHTML)\">" }
        return (imports + ["<script type=\"module\" src=\"\(entry.script.escapedForHTML)\"></script>"]).joined()
    }

    /// `src/chat/main.tsx` is the page `chat`.
    private static func page(of source: String) -> String? {
        let parts = source.split(separator: "/")
        guard parts.count >= 2, parts[parts.count - 1].hasPrefix("main.") else { return nil }
        return String(parts[parts.count - 2])
    }

    /// `dist/c/x.js` is served as `/assets/c/x.js`.
    private static func path(of output: String) -> String {
        "/assets/" + (output.hasPrefix("dist/") ? String(output.dropFirst(5)) : output)
    }
}

extension String {
    /// Safe as text and as a quoted attribute of HTML.
    var escapedForHTML: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
