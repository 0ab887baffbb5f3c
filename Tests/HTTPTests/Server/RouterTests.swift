import HTTP
import JSON
import Testing
import Wire

@Suite struct RouterTests {
    private let router: Router<String> = {
        var router = Router<String>()
        router.add(.get, "/", "home")
        router.add(.get, "/a/:id", "one")
        router.add(.delete, "/a/:id", "remove")
        router.add(.get, "/a/new", "new")
        router.add(.get, "/a/:id/b/:other", "two")
        router.add(.post, "/a/new/c", "deep")
        return router
    }()

    @Test func `what is left of a path has a value for each method`() throws {
        var router = router
        router.add(.get, "/m/*rest", "read")
        router.add(.post, "/m/*rest", "ask")
        guard case .found("read", let read) = router.match(.get, "/m/a/b"),
            case .found("ask", let asked) = router.match(.post, "/m/a%2Fb:c")
        else { throw Missing() }
        #expect(read == ["rest": "a/b"] && asked == ["rest": "a/b:c"])
    }

    private struct Missing: Error {}

    private func found(_ method: Method, _ path: String) -> (String, [String: Text])? {
        guard case .found(let value, let parameters) = router.match(method, path) else { return nil }
        return (value, parameters)
    }

    @Test func `names stand for decoded segments and a literal wins`() throws {
        #expect(found(.get, "/")?.0 == "home")
        #expect(try #require(found(.get, "/a/7")) == ("one", ["id": "7"]))
        #expect(try #require(found(.get, "/a/x%2Fy%20z")) == ("one", ["id": "x/y z"]))
        #expect(found(.get, "/a/new")?.0 == "new")
        #expect(try #require(found(.get, "/a/new/b/9")) == ("two", ["id": "new", "other": "9"]))
        #expect(found(.head, "/a/7")?.0 == "one")
    }

    @Test(arguments: ["/a", "/a/", "/a/7/", "//a/7", "/A/7", "/a/%zz", "/a/%00", "/a/7/b", "/b", "/%61/7"])
    func `a path that was not given is not found`(_ path: String) {
        guard case .notFound = router.match(.get, path) else {
            Issue.record("found \(path)")
            return
        }
    }

    @Test func `another method is told which are allowed`() {
        guard case .methodNotAllowed(let allowed) = router.match(.put, "/a/7") else {
            Issue.record("PUT is not refused")
            return
        }
        #expect(allowed == [.delete, .get])
    }
}
