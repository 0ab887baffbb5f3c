/// A number from 0 on, exactly as it was written in decimal: a price, a ratio, or what comes of multiplying and adding some.
///
/// Prices are sums of products of up to five such numbers, and 0.1 is none that a `Double` has: sums of thousands of requests would
/// drift, and a result that ends in a half would be rounded to either side. A product can have more digits than a 128-bit integer, so
/// the digits are kept in groups of nine, of which any number may stand before and behind the point.
public struct Ratio: Sendable, Hashable {
    /// In base 1,000,000,000, the lowest first; none for 0.
    private let groups: [UInt32]
    /// How many of them stand behind the point.
    private let behind: Int

    private static let base: UInt64 = 1_000_000_000
    private static let width = 9

    public static let zero = Ratio([], behind: 0)
    public static let one = Ratio(1)

    public init(_ count: Int) {
        var (groups, rest): ([UInt32], UInt64) = ([], UInt64(max(0, count)))
        while rest > 0 {
            groups.append(UInt32(rest % Self.base))
            rest /= Self.base
        }
        self.init(groups, behind: 0)
    }

    /// Without zeros at either end, so that equal numbers are equal values.
    private init(_ groups: [UInt32], behind: Int) {
        let isSignificant = { (group: UInt32) in group != 0 }
        guard let last = groups.lastIndex(where: isSignificant), let first = groups.firstIndex(where: isSignificant)
        else {
            (self.groups, self.behind) = ([], 0)
            return
        }
        let low = min(first, behind)
        self.groups = Array(groups[low...max(low, last)])
        self.behind = behind - low
    }

    public var isZero: Bool { groups.isEmpty }
}

// MARK: Arithmetic

extension Ratio {
    public static func * (left: Ratio, right: Ratio) -> Ratio {
        if left.isZero || right.isZero { return zero }
        var product = [UInt32](repeating: 0, count: left.groups.count + right.groups.count)
        for (at, factor) in left.groups.enumerated() {
            var carry: UInt64 = 0
            for (offset, other) in right.groups.enumerated() {
                let sum = UInt64(product[at + offset]) + UInt64(factor) * UInt64(other) + carry
                product[at + offset] = UInt32(sum % base)
                carry = sum / base
            }
            product[at + right.groups.count] = UInt32(carry)
        }
        return Ratio(product, behind: left.behind + right.behind)
    }

    public static func + (left: Ratio, right: Ratio) -> Ratio {
        let behind = max(left.behind, right.behind)
        let (left, right) = (left.groups(behind: behind), right.groups(behind: behind))
        var (sum, carry): ([UInt32], UInt64) = ([], 0)
        for place in 0..<max(left.count, right.count) {
            let digits = carry + (place < left.count ? UInt64(left[place]) : 0)
            let total = digits + (place < right.count ? UInt64(right[place]) : 0)
            sum.append(UInt32(total % base))
            carry = total / base
        }
        return Ratio(sum + [UInt32(carry)], behind: behind)
    }

    private func groups(behind wanted: Int) -> [UInt32] { Array(repeating: 0, count: wanted - behind) + groups }

    /// The nearest whole number, of two the greater; not above `most`.
    public func rounded(upTo most: Int) -> Int {
        var whole: UInt64 = 0
        for group in groups.dropFirst(behind).reversed() {
            guard whole <= UInt64(most) / Self.base else { return most }
            whole = whole * Self.base + UInt64(group)
        }
        // The first group behind the point decides: what follows it cannot change on which side of the half it is.
        if behind > 0, groups.count >= behind, UInt64(groups[behind - 1]) * 2 >= Self.base { whole += 1 }
        return Int(min(whole, UInt64(most)))
    }
}

// MARK: Text

extension Ratio: CustomStringConvertible {
    /// As JSON writes a number: `1.25`, `5e-05`. Nil for what is none, is below 0 or above 1,000,000, or has more than forty digits.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.longestText, let number = Written(text),
            number.exponent.magnitude <= Self.mostDigits
        else { return nil }
        var digits = number.digits
        var decimals = number.decimals - number.exponent
        if decimals < 0 {
            digits += Array(repeating: 0, count: -decimals)
            decimals = 0
        }
        let missing = (Self.width - decimals % Self.width) % Self.width
        digits += Array(repeating: 0, count: missing)
        let behind = (decimals + missing) / Self.width
        let places = Array(digits.reversed())
        let groups = stride(from: 0, to: places.count, by: Self.width).map { start in
            places[start..<min(start + Self.width, places.count)].reversed().reduce(UInt32(0)) { $0 * 10 + UInt32($1) }
        }
        let padding = Array(repeating: UInt32(0), count: max(0, behind - groups.count))
        self.init(groups + padding, behind: behind)
        let whole = self.groups.dropFirst(self.behind)
        guard whole.count <= 1, whole.first ?? 0 < Self.greatest || whole.first == Self.greatest && self.behind == 0
        else { return nil }
    }

    public var description: String {
        let groups = groups + Array(repeating: 0, count: max(0, behind + 1 - groups.count))
        let padded = { (group: UInt32) in
            let digits = String(group)
            return String(repeating: "0", count: Self.width - digits.utf8.count) + digits
        }
        let whole = groups.dropFirst(behind).reversed()
        let before = (whole.first.map { String($0) } ?? "0") + whole.dropFirst().map(padded).joined()
        var decimals = Array(groups.prefix(behind).reversed().map(padded).joined().utf8)
        while decimals.last == UInt8(ascii: "0") { decimals.removeLast() }
        return decimals.isEmpty ? before : "\(before).\(String(decoding: decimals, as: UTF8.self))"
    }

    private static let greatest: UInt32 = 1_000_000
    private static let (longestText, mostDigits) = (64, 40)

    /// The parts of a number as JSON writes it.
    private struct Written {
        var digits: [UInt8] = []
        /// How many of them stand behind the point.
        var decimals = 0
        var exponent = 0

        init?(_ text: String) {
            var rest = text.utf8[...]
            digits = Self.takeDigits(&rest)
            guard !digits.isEmpty else { return nil }
            if rest.first == UInt8(ascii: ".") {
                rest.removeFirst()
                let more = Self.takeDigits(&rest)
                guard !more.isEmpty else { return nil }
                decimals = more.count
                digits += more
            }
            guard digits.count <= mostDigits else { return nil }
            guard let mark = rest.first else { return }
            guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E"),
                let exponent = Int(Substring(rest.dropFirst()))
            else { return nil }
            self.exponent = exponent
        }

        private static func takeDigits(_ rest: inout Substring.UTF8View) -> [UInt8] {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            rest = rest.dropFirst(digits.count)
            return digits.map { $0 - UInt8(ascii: "0") }
        }
    }
}
