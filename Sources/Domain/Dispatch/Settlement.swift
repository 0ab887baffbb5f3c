/// What becomes of a turn's reserved place.
public enum Settlement: String, Sendable { case committed, refunded }
