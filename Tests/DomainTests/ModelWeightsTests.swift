import Domain
import JSON
import Testing

@Suite struct ModelWeightsTests {
    @Test(arguments: [
        ("o3", 5), ("o3-mini", 2), ("o3-mini-high", 3), ("gpt-4o", 1), ("", 1), ("chat-o3", 1), ("free", 0),
    ])
    func `a name weighs what stands there itself, else what the longest pattern says, else 1`(
        model: String, weight: Int
    ) throws {
        let text = #"{"*-high":3,"o3*":2,"o3":5,"free":0,"o3-mini-h*":3}"#
        #expect(try Setting.weights(text)[model] == weight)
    }

    @Test(arguments: [
        ("[]", Flaw.not(.object)), (#"{"a":-1}"#, .entry("a", .outOfRange(0...10_000))),
        (#"{"a":0.5}"#, .entry("a", .outOfRange(0...10_000))), (#"{"a":"2"}"#, .entry("a", .outOfRange(0...10_000))),
        (#"{"a":10001}"#, .entry("a", .outOfRange(0...10_000))), (#"{"a b":1}"#, .entry("a b", .badModelPattern)),
        (#"{"":1}"#, .entry("", .badModelPattern)), (#"{"*****":1}"#, .entry("*****", .badModelPattern)),
        (#"{"a":1,"a":2}"#, .nameTwice), ("{", .brokenJSON(at: 1)),
    ])
    func `what is no weight is refused by its name`(text: String, flaw: Flaw) {
        #expect(throws: ChatError.invalid(field: "value", flaw)) { try Setting.weights(text) }
    }

    @Test(arguments: [
        (Setting.groupRatio, "{}", Flaw.entry("default", .missing)),
        (.groupRatio, #"{"default":-1}"#, .entry("default", .notARatio)),
        (.groupRatio, #"{"default":1,"a,b":1}"#, .entry("a,b", .badGroupName)),
        (.groupRatio, #"{"default":1,"":1}"#, .entry("", .badGroupName)),
        (.groupPackageIDs, #"{"vip":"1"}"#, .entry("vip", .not(.wholeNumber))),
        (.groupPackageIDs, #"{"vip":-1}"#, .entry("vip", .not(.wholeNumber))),
        (.globalPackageID, "x", .not(.wholeNumber)), (.globalPackageID, "-1", .not(.wholeNumber)),
        (.globalPackageID, "1.5", .not(.wholeNumber)),
    ])
    func `an option that cannot be read is refused`(setting: Setting, value: String, flaw: Flaw) {
        #expect(throws: ChatError.invalid(field: "value", flaw)) { try setting.references(of: value) }
    }
}
