import Domain
import HTTP
import JSON
import Web
import Wire

/// Makes pages of the HTML shells in `templates/` and the files of the front end.
struct Shells: Sendable {
    let assets: Assets
    private let names: AssetNames
    private let templates: [Shell: Template]

    /// One for every page that a script fills, and those that need none.
    enum Shell: String, Sendable, CaseIterable { case page, error, share, status }

    /// Reads both folders once.
    init(assets: String, templates: String) throws {
        let files = try Folder(path: assets).files()
        guard let manifest = files["manifest.json"], let names = AssetNames(manifest: manifest) else {
            throw FolderError(path: assets, reason: "has no manifest.json of the front end's build")
        }
        self.assets = Assets(files)
        self.names = names
        let folder = Folder(path: templates)
        var shells: [Shell: Template] = [:]
        for shell in Shell.allCases {
            let text = String(decoding: try folder.file("\(shell.rawValue).html"), as: UTF8.self)
            do { shells[shell] = try Template(text) } catch {
                throw FolderError(path: "\(templates)/\(shell.rawValue).html", reason: error.description)
            }
        }
        self.templates = shells
    }

    /// A page for people: `entry` names its script, `data` is what the script finds in `#page`.
    func page(of entry: String, title: String, data: JSONValue, for request: Request) -> Response {
        let values = Template.Values(
            language: Language(of: request), theme: Theme(of: request), styles: names.styles(of: entry),
            scripts: names.scripts(of: entry), title: title, data: data)
        return response(200, .page, values)
    }

    /// A page whose contents are there already, and which no search engine is to keep.
    func shared(_ status: Int, title: String, _ content: String, for request: Request) -> Response {
        let values = Template.Values(
            language: Language(of: request), theme: Theme(of: request), styles: names.styles(of: "share"),
            scripts: names.scripts(of: "share"), title: title, content: content)
        var response = response(status, .share, values)
        response.headers["x-robots-tag"] = "noindex, nofollow, noarchive"
        return response
    }

    /// A failure for people.
    func failure(_ error: ChatError, on site: String, for request: Request) -> Response {
        let language = Language(of: request)
        var values = Template.Values(
            language: language, theme: Theme(of: request), styles: names.styles(of: "welcome"),
            title: language.title(ofStatus: error.status), message: error.words(in: language))
        values.site = site
        return response(error.status, .error, values)
    }

    /// How available the models were; `body` is HTML, in which every name is escaped.
    func status(title: String, on site: String, body: String, for request: Request) -> Response {
        let language = Language(of: request)
        var values = Template.Values(
            language: language, theme: Theme(of: request), styles: names.styles(of: "welcome"), title: title,
            message: language.statusIntro)
        (values.content, values.site) = (body, site)
        return response(200, .status, values)
    }

    private func response(_ status: Int, _ shell: Shell, _ values: Template.Values) -> Response {
        let html = templates[shell]!.filled(with: values)
        return Response(status, headers: ["content-type": "text/html; charset=utf-8"], body: .bytes(Array(html.utf8)))
    }
}
