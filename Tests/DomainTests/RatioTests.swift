import Testing

@testable import Domain

/// Exact numbers.
@Suite struct RatioTests {
    @Test(arguments: [
        ("0", "0"), ("1", "1"), ("0.1", "0.1"), ("1.50", "1.5"), ("5e-05", "0.00005"), ("1E3", "1000"),
        ("1.25e1", "12.5"),
        ("1000000", "1000000"), ("0.000000001", "0.000000001"), ("0.0000000001", "0.0000000001"), ("00.5", "0.5"),
        ("66.666666666666666667", "66.666666666666666667"), ("999999.999999999999", "999999.999999999999"),
    ])
    func `is read as JSON writes it and written without what says nothing`(text: String, written: String) throws {
        let ratio = try #require(Ratio(text))
        #expect(ratio.description == written)
        #expect(Ratio(written) == ratio)
    }

    @Test(arguments: [
        "", "-1", "-0", "+1", ".5", "1.", "1e", "1e+", "NaN", "inf", "0x1", "1_0", "1000000.5", "1e99", "1e-99", "1 ",
        "１",
    ])
    func `is nothing else`(text: String) { #expect(Ratio(text) == nil) }

    @Test func `a tenth three times is three tenths, and a half is rounded up`() throws {
        let tenth = try #require(Ratio("0.1"))
        #expect(tenth + tenth + tenth == Ratio("0.3"))
        #expect(tenth * Ratio(3) == Ratio("0.3"))
        #expect((tenth * Ratio(5)).rounded(upTo: 10) == 1)
        #expect(try #require(Ratio("0.4999999999999999999999999")).rounded(upTo: 10) == 0)
        #expect(try #require(Ratio("999.5")).rounded(upTo: 10_000) == 1000)
        #expect(Ratio(1_000_000_001).rounded(upTo: 1000) == 1000)
    }

    @Test func `products are longer than any integer of the machine and stay exact`() throws {
        let long = try #require(Ratio("123456.123456789123456789"))
        let power = "232300713491029193761.283483644766903082285672154708182803859547265123109136437155857798251441"
        #expect((long * long * long * long).description == power)
        #expect(long * .zero == .zero && (Ratio(0) + long) == long)
        #expect((Ratio(.max) * Ratio(.max)).rounded(upTo: .max) == .max)
    }
}
