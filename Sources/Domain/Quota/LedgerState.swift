/// What the SQL ledger says of one turn's place.
public enum LedgerState: String, Sendable { case reserved, committed, refunded }
