import JSON
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

@Suite struct TemplateTests {
    private func values(_ title: String = "", data: JSONValue = [:]) -> Template.Values {
        Template.Values(language: .chinese, theme: .dark, title: title, message: title, data: data)
    }

    @Test func `slots are filled, and what fills them is escaped and never read for slots`() throws {
        let template = try Template("<html lang=\"{{lang}}\" class='{{theme}}'><h1>{{title}}</h1>{{message}}</html>")
        #expect(
            template.filled(with: values("{{data}}<b a='\"&"))
                == "<html lang=\"zh-CN\" class='dark'><h1>{{data}}&lt;b a=&#39;&quot;&amp;</h1>"
                + "{{data}}&lt;b a=&#39;&quot;&amp;</html>")
    }

    @Test func `data cannot end its script element and stays the same JSON`() throws {
        let data: JSONValue = ["name": "</script><!--<script>&\u{2028}é\""]
        let html = try Template("{{data}}").filled(with: values(data: data))
        #expect(!html.contains("<") && !html.contains(">") && !html.contains("&") && !html.contains("\u{2028}"))
        #expect(try JSONValue(parsing: html.utf8) == data)
    }

    @Test(arguments: ["{{nothing}}", "{{title", "a {{ title }}"])
    func `an unknown or open slot is refused`(text: String) {
        #expect(throws: Template.UnknownSlot.self) { try Template(text) }
    }
}

@Suite struct AssetNamesTests {
    private static let manifest = """
        {"inputs":{},"outputs":{
        "dist/chat-A.js":{"entryPoint":"src/chat/main.tsx","cssBundle":"dist/chat-B.css","imports":[
          {"path":"dist/c/chunk-C.js","kind":"import-statement"},{"path":"dist/c/math-D.js","kind":"dynamic-import"}]},
        "dist/chat-B.css":{},"dist/c/chunk-C.js":{"imports":[]},
        "dist/welcome-E.js":{"entryPoint":"src/welcome/main.tsx","imports":[]}}}
        """

    @Test func `a page gets its entry, its style and what the entry imports at once`() throws {
        let names = try #require(AssetNames(manifest: Array(Self.manifest.utf8)))
        #expect(names.styles(of: "chat") == #"<link rel="stylesheet" href="/assets/chat-B.css">"#)
        #expect(
            names.scripts(of: "chat")
                == #"<link rel="modulepreload" href="/assets/c/chunk-C.js">"#
                + #"<script type="module" src="/assets/chat-A.js"></script>"#)
        #expect(names.styles(of: "welcome") == "")
        #expect(names.scripts(of: "nothing") == "")
    }

    @Test func `what is no manifest is refused`() {
        #expect(AssetNames(manifest: Array("[]".utf8)) == nil)
        #expect(AssetNames(manifest: []) == nil)
    }
}
