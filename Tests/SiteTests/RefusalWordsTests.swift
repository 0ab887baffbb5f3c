import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// Every refusal in both languages.
@Suite struct RefusalWordsTests {
    static let flaws: [Flaw] = [
        .missing, .empty, .not(.text), .not(.flag), .not(.wholeNumber), .not(.object), .not(.list), .not(.texts),
        .not(.objects),
        .notOneOf(["a"]), .notOneOf(["a", "b", "c"]), .outOfRange(1...9), .secondsOutOfRange(1...9),
        .longerThan(9, .characters), .longerThan(9, .bytes), .length(1...9), .holdsNUL, .holdsControlCharacters,
        .absurdMarks(longest: 64), .notPrintableASCII, .notAKey, .notInTheFuture, .isUserName, .incomplete,
        .brokenJSON(at: 3),
        .tooDeep(most: 64), .tooManyValues(most: 9), .nameTwice, .occursTwice, .notOne, .noModel, .badModelName,
        .badModelPattern,
        .notAWindow, .twoLimits(.day),
        .noneOf(["a", "b"]), .besides("offset"), .unknown, .scheme(["http", "https"]), .hasQuery, .hasUser, .noHost,
        .forbiddenName("a", allowed: ["b"]), .badHeader("a"), .circle("a"), .notSupported, .notAVersion,
    ]

    @Test(arguments: flaws)
    func `what is wrong with a field is said in both languages`(flaw: Flaw) {
        #expect(flaw.english.unicodeScalars.allSatisfy { $0.isASCII } && !flaw.english.isEmpty)
        #expect(flaw.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
    }

    @Test(arguments: Conflict.allCases)
    func `what stands in the way is said in both languages`(conflict: Conflict) {
        #expect(conflict.english.unicodeScalars.allSatisfy { $0.isASCII })
        #expect(conflict.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
    }

    @Test(arguments: [("en", "username: must not be empty", "must not be empty"), ("zh", "username：不能为空", "不能为空")])
    func `the panel's API names the field and says what is wrong with it, in the reader's language`(
        language: String, message: String, reason: String
    ) async throws {
        let panel = try await Panel()
        let answer = await panel.call(
            .post, "/api/user/", as: panel.rootCookie, ["username": " "], headers: ["accept-language": Text(language)])
        #expect(answer.status == 400 && answer.code == "invalid_request")
        #expect(answer.json["message"]?.string == message)
        #expect(answer.json["data"] == ["field": "username", "reason": .string(Text(reason))])
    }
}
