/// A place taken, and the moment that decides its windows. The turn's row carries the same moment.
public struct Reservation: Sendable, Equatable {
    public let id: Key<Charge>
    public let user: ID<User>
    public let at: Timestamp
    /// Which counters it was taken from, where there may be others one day.
    public let epoch: String

    /// How long whoever reserved first for a message has to store its turn, before another one may try. Longer than a store
    /// takes to answer or fail; as short as a client waits when a process died in between.
    public static let precedence = Duration.seconds(10)

    /// How far the latest reservation may be ahead of the clock. More than clocks are corrected by, or differ by where one
    /// server takes the place of another; little enough for members to wait for.
    public static let acceptedLead = Duration.seconds(300)

    public init(id: Key<Charge>, user: ID<User>, at: Timestamp, epoch: String = "") {
        self.id = id
        self.user = user
        self.at = at
        self.epoch = epoch
    }
}
