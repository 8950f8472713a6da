import CXRecord

/// A POST to a service that passes notifications on.
public struct ServiceRequest: Sendable, Equatable {
  /// Where to; a secret may be part of it.
  public var url: String
  /// What messages call the address.
  public var place: String
  /// The content type of the body.
  public var contentType: String
  /// The value of `Authorization`; nil where there is none.
  public var authorization: String?
  /// The body.
  public var body: [UInt8]

  init(
    _ url: String, place: String, contentType: String = "application/json",
    authorization: String? = nil, body: [UInt8]
  ) {
    self.url = url
    self.place = place
    self.contentType = contentType
    self.authorization = authorization
    self.body = body
  }
}

/// A service that takes notifications by HTTP, and what it wants to be sent.
public protocol NotificationService: Sendable {
  /// Reads a receiver's settings; `secrets` are those that it names, read.
  ///
  /// - Throws: A fault of kind `configuration` that names the setting.
  init(_ settings: ReceiverSettings, secrets: [String: String]) throws(Fault)
  /// The requests that a notification takes, to be sent in order; `now` is the moment of sending.
  func requests(for notification: Notification, now: Timestamp) -> [ServiceRequest]
  /// What an answer means, where the status alone does not say it; nil where it does.
  func verdict(of answer: RESTAnswer) -> DeliveryVerdict?
}

extension NotificationService {
  /// Nothing beside the status.
  public func verdict(of answer: RESTAnswer) -> DeliveryVerdict? { nil }
}

extension ReceiverSettings {
  /// The base URL in `url`, without a slash at its end.
  func baseURL(_ standard: String? = nil) throws(Fault) -> String {
    guard let text = text("url") ?? standard else {
      throw Fault(.configuration, "url: is missing")
    }
    try Self.checkWeb(text, "url")
    return text.last == "/" ? String(text.dropLast()) : text
  }

  /// Makes sure that a text is the address of something on the web; the message does not show it.
  static func checkWeb(_ text: String, _ name: String) throws(Fault) {
    let isPlain = text.utf8.allSatisfy { 0x21..<0x7F ~= $0 }
    guard isPlain, text.hasPrefix("https://") || text.hasPrefix("http://") else {
      throw Fault(.configuration, "\(name): expected an address that begins with https://")
    }
  }
}

extension [String: String] {
  /// A secret that must be there.
  func required(_ name: String) throws(Fault) -> String {
    guard let secret = self[name] else {
      throw Fault(.configuration, "\(name)_file or \(name)_env is missing")
    }
    return secret
  }
}

extension String {
  /// The beginning of the text, in at most so many characters, the last one an ellipsis where
  /// something is left out.
  func shortened(to count: Int) -> String {
    self.count <= count ? self : prefix(count - 1) + "…"
  }
}
