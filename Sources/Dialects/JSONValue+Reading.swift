internal import JSON

extension JSONValue {
    /// The value, if it is an object. A ternary that says `nil` would make a null of it.
    var ifObject: JSONValue? {
        guard members != nil else { return Optional.none }
        return self
    }

    /// A member that counts something, also where it is a text or has a fraction; never negative, and small enough that sums of counts
    /// are numbers. Nil where there is none.
    func count(_ name: Text) -> Int? {
        guard let value = self[name] else { return nil }
        let number = value.integer ?? value.text?.integer.map(Int64.init) ?? value.double.flatMap(Int64.init(exactly:))
        return number.map { Int(min(max(0, $0), 1 << 48)) }
    }
}
