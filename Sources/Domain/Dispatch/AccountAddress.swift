/// Where an account leads to.
public enum AccountAddress: Sendable { case baseURL, proxy }
