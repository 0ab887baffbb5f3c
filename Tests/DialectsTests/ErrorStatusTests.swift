import Dialects
import Domain
import JSON
import Testing

/// Errors inside an answer whose head said 200.
@Suite struct ErrorStatusTests {
    @Test(
        arguments: [
            (["type": "overloaded_error"], 503), (["type": "rate_limit_error"], 429), (["code": 529], 529),
            (["code": 503, "status": "UNAVAILABLE"], 503), (["status": "RESOURCE_EXHAUSTED"], 429),
            (["type": "server_error", "message": "Overloaded"], 503), (["type": "server_error"], 500),
            (["code": "insufficient_quota", "type": "new_word"], 429), (["type": "authentication_error"], 401),
            (["type": "new_word"], nil), (["code": 200], nil), (["code": 7], nil),
        ] as [(JSONValue, Int?)])
    func `an error has the status that it names`(error: JSONValue, status: Int?) {
        #expect(ErrorBody(ofRefusal: ["error": error]).status == status)
    }
}
