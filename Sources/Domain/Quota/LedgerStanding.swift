/// What the SQL ledger says of one turn's place.
public enum LedgerStanding: String, Sendable { case reserved, committed, refunded }
