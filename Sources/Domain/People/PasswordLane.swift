/// Where a password waits for its hash, the best first. Strangers may come in any number; the others are few, as each had to
/// prove a password before.
public enum PasswordLane: Sendable { case signedIn, knownDevice, stranger }
