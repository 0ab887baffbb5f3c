import Domain
import HTTP
import JSON
import TestKit
import Testing
import Transport
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

@Suite struct PagesTests {
    @Test func `strangers are sent to the login, and only pages of arrival are shown to them`() async throws {
        let panel = try await Panel()
        for path in ["/", "/c/abc", "/admin", "/admin/members"] {
            let answer = await panel.call(.get, path)
            #expect(answer.status == 303 && answer.headers["location"] == "/login")
        }
        for path in ["/s", "/login", "/setup"] {
            let answer = await panel.call(.get, path)
            #expect(answer.status == 200 && answer.headers["content-type"] == "text/html; charset=utf-8")
            #expect(answer.text.contains(#"src="/assets/welcome-A.js""#) && answer.text.contains(#""user":null"#))
        }
    }

    @Test func `members see the chat and no panel, administrators see both`() async throws {
        let panel = try await Panel()
        for path in ["/", "/c/abc"] {
            let answer = await panel.call(.get, path, as: panel.member.cookie)
            #expect(answer.status == 200)
            #expect(answer.text.contains(#"<link rel="stylesheet" href="/assets/chat-B.css">"#))
            #expect(answer.text.contains(#""username":"alice""#))
            #expect(answer.headers["content-security-policy"]?.contains("script-src 'self'") == true)
            #expect(answer.headers["cache-control"] == "no-store")
        }
        for path in ["/admin", "/admin/bindings"] {
            #expect(await panel.root(.get, path).text.contains("/assets/admin-A.js"))
            let refused = await panel.call(.get, path, as: panel.member.cookie)
            #expect(refused.status == 403 && refused.text.contains("<h1>Not allowed</h1>"))
        }
        #expect(await panel.root(.get, "/admin/nothing").status == 404)
        #expect(await panel.call(.get, "/login", as: panel.member.cookie).headers["location"] == "/")
    }

    @Test func `an unknown path is a page in the reader's language`() async throws {
        let panel = try await Panel()
        let english = await panel.call(.get, "/nothing/here")
        #expect(english.status == 404 && english.text.contains("<h1>Not found</h1>"))
        let chinese = await panel.call(.get, "/nothing/here", headers: ["accept-language": "zh-CN,en;q=0.5"])
        #expect(chinese.status == 404 && chinese.text.contains("<h1>没有找到</h1>"))
        #expect(await panel.call(.get, "/c/a%20b", as: panel.member.cookie).status == 404)
        let refused = await panel.call(
            .get, "/admin", as: "language=zh; " + panel.member.cookie, headers: ["accept-language": "en"])
        #expect(refused.text.contains("<h1>没有权限</h1>"))
    }

    @Test func `the shell carries language and theme`() async throws {
        let panel = try await Panel()
        #expect(await panel.call(.get, "/login").text.hasPrefix(#"<html lang="en" class="auto">"#))
        let dark = await panel.call(.get, "/login", as: "theme=dark; language=zh")
        #expect(dark.text.hasPrefix(#"<html lang="zh-CN" class="dark">"#))
        let odd = await panel.call(.get, "/login", as: "theme=\"><script>")
        #expect(odd.text.hasPrefix(#"<html lang="en" class="auto">"#))
    }

    @Test func `a name cannot leave its place in the page`() async throws {
        let panel = try await Panel()
        let name = "</script><script>alert(1)</script>"
        let id = JSONValue.integer(panel.member.user.id.value)
        _ = await panel.root(.put, "/api/user/", ["id": id, "display_name": .string(name)])
        let answer = await panel.call(.get, "/", as: panel.member.cookie)
        #expect(!answer.text.contains("<script>alert"))
        #expect(answer.text.contains("\\u003c/script\\u003e"))
    }

    @Test func `the front end must be there at the start`() async throws {
        let panel = try await Panel()
        let options = SiteOptions(
            publicURL: "http://chat.test", timeZone: "UTC", assets: "/nowhere", templates: "/nowhere",
            sealingKey: .random())
        #expect(throws: FolderError.self) { try Site(panel.ports, options) }
    }
}

@Suite struct AssetsTests {
    @Test func `a file comes compressed to those who take it, and may be kept for ever`() async throws {
        let panel = try await Panel()
        let plain = await panel.call(.get, "/assets/chat-A.js")
        #expect(plain.text == "plain script" && plain.headers["content-encoding"] == nil)
        #expect(plain.headers["content-type"] == "text/javascript; charset=utf-8")
        #expect(plain.headers["cache-control"] == "public, max-age=31536000, immutable")
        #expect(plain.headers["vary"] == "Accept-Encoding")
        for accepted in ["gzip", "br, GZIP;q=0.5", "*"] {
            let packed = await panel.call(.get, "/assets/chat-A.js", headers: ["accept-encoding": Text(accepted)])
            #expect(packed.text == "gzipped script" && packed.headers["content-encoding"] == "gzip")
            #expect(packed.headers["content-type"] == plain.headers["content-type"])
        }
        for refused in ["br", "gzip;q=0", "gzip;q=0, *", "xgzip"] {
            let answer = await panel.call(.get, "/assets/chat-A.js", headers: ["accept-encoding": Text(refused)])
            #expect(answer.text == "plain script")
        }
        let small = await panel.call(.get, "/assets/chat-B.css", headers: ["accept-encoding": "gzip"])
        #expect(small.text == "style" && small.headers["content-encoding"] == nil)
        #expect(await panel.call(.get, "/assets/c/chunk-C.js").text == "chunk")
        #expect(await panel.call(.get, "/assets/f/font-D.woff2").headers["content-type"] == "font/woff2")
    }

    @Test(arguments: [
        "/assets/nothing.js", "/assets/", "/assets/c", "/assets/c/", "/assets/chat-A.js.gz", "/assets/manifest.json",
        "/assets/../secret.txt", "/assets/%2e%2e/secret.txt", "/assets/%2e%2e%2fsecret.txt", "/assets/c/..%2fchat-A.js",
        "/assets//chat-A.js", "/assets/CHAT-A.js", "/assets/c%2fchunk-C.js", "/assets/c/../../secret.txt",
    ])
    func `only exact names are found`(path: String) async throws {
        let answer = try await Panel().call(.get, path)
        #expect(answer.status == 404)
        #expect(!answer.text.contains("secret") && !answer.text.contains("script"))
    }

    @Test func `robots are told to leave, and the icon is there`() async throws {
        let panel = try await Panel()
        #expect(await panel.call(.get, "/robots.txt").text == "User-agent: *\nDisallow: /\n")
        for path in ["/favicon.svg", "/favicon.ico"] {
            #expect(await panel.call(.get, path).headers["content-type"] == "image/svg+xml")
        }
    }

    @Test func `the page can be installed as an app, with an icon that is there`() async throws {
        let panel = try await Panel()
        let answer = await panel.call(.get, "/manifest.webmanifest")
        #expect(answer.status == 200 && answer.headers["content-type"] == "application/manifest+json")
        #expect(answer.json["display"] == "standalone" && answer.json["start_url"] == "/")
        let icon = try #require(answer.json["icons"]?[0])
        #expect(icon["sizes"] == "any")
        #expect(await panel.call(.get, icon["src"]!.string!).headers["content-type"] == "image/svg+xml")
    }
}
