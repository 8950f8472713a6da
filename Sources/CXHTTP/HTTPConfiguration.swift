#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How an ``HTTPClient`` behaves.
///
/// Proxies come from the environment (`https_proxy`, `no_proxy`), as libcurl reads it.
public struct HTTPConfiguration: Sendable {
  /// How the client names itself.
  public var userAgent = "cx"
  /// How long connecting may take, TLS included.
  public var connectTimeoutMilliseconds = 10_000
  /// How long a transfer may bring less than one byte a second.
  public var stallTimeoutSeconds = 30
  /// How long a request may take in all.
  public var totalTimeoutMilliseconds = 120_000
  /// A longer body, decompressed, is refused.
  public var maximumBodyBytes = 64 << 20
  /// Whether addresses that are not of the public Internet may be connected to.
  ///
  /// The resolved address is looked at, at the moment of connecting, so a name that changes its mind
  /// does not help. Where they may not, no proxy is used: it would resolve names itself.
  public var allowsPrivateAddresses = true
  /// A file of trusted certificates in PEM; nil for the system's.
  public var certificateFile: String?

  /// The defaults in this process's environment.
  public static var system: HTTPConfiguration {
    HTTPConfiguration { name in getenv(name).map { String(cString: $0) } }
  }

  /// The defaults, with the certificate file that the environment names: `CURL_CA_BUNDLE`, as the
  /// curl program reads it, else `SSL_CERT_FILE`, as OpenSSL does.
  public init(environment: (String) -> String? = { _ in nil }) {
    certificateFile = ["CURL_CA_BUNDLE", "SSL_CERT_FILE"].lazy.compactMap(environment)
      .first { !$0.isEmpty }
  }
}
