/// Holds a large value by reference, so that what is passed from call to call is eight bytes: every copy in the frame of a call that
/// waits is memory of an open stream. To change it makes another one.
@propertyWrapper
public struct Shared<Value: Sendable>: Sendable {
    private var box: Box

    private final class Box: Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }

    public init(wrappedValue: Value) { box = Box(wrappedValue) }

    public var wrappedValue: Value {
        get { box.value }
        set { box = Box(newValue) }
    }
}

extension Shared: Equatable where Value: Equatable {
    public static func == (left: Shared, right: Shared) -> Bool {
        left.box === right.box || left.box.value == right.box.value
    }
}
