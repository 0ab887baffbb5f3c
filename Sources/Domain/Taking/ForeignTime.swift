internal import JSON

extension Timestamp {
    /// A time as exports write it: seconds with a fraction, or text. Nil for what is absent or absurd, which is all outside of this century.
    init?(foreign value: JSONValue?) {
        if let seconds = value?.double ?? value?.text.flatMap({ $0.byteCount <= 32 ? Double($0.string) : nil }) {
            self.init(milliseconds: seconds.isFinite && abs(seconds) < 1e12 ? Int64((seconds * 1000).rounded()) : 0)
        } else if let text = value?.text, text.byteCount <= 40, let moment = Timestamp(iso: text.string) {
            self = moment
        } else {
            return nil
        }
        guard Self.century.contains(self) else { return nil }
    }

    private static let century = Timestamp(seconds: 946_684_800)..<Timestamp(seconds: 4_102_444_800)
}
