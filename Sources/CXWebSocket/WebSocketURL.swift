/// The parts of a `ws` or `wss` URL that a client needs.
struct WebSocketURL {
  /// The server as a URL of HTTP: `https://stream.binance.com:9443`.
  var base: String
  /// Host and port, for the header `Host`.
  var host: String
  /// Path and query.
  var target: String

  /// The parts of a URL; nil for one of another scheme or without a host.
  init?(_ url: String) {
    let schemes = [("ws://", "http://"), ("wss://", "https://")]
    guard let (scheme, http) = schemes.first(where: { url.hasPrefix($0.0) }) else { return nil }
    let rest = url.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    if authority.isEmpty { return nil }
    // A user's name and password are libcurl's business, not a header's.
    let bare = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] }
    host = String(bare ?? authority)
    base = http + authority
    let tail = rest.dropFirst(authority.count)
    target = tail.hasPrefix("/") ? String(tail) : "/" + tail
  }
}
