import CXCore
import CXRecord
import CXHTTP
import CXSystem

/// Signed requests to one bucket, tried again where that may help.
final class S3Requests {
  /// How often a request is sent.
  private static let mostTries = 8
  /// Microseconds.
  private static let longestWait: Int64 = 10 * Timestamp.second

  private let client: HTTPClient
  private let signer: SigningV4
  private let bucket: String
  private let base: String
  private let host: String
  private let pathPrefix: String
  private let firstWait: Int64

  init(_ settings: S3Settings, bucket: String, firstWait: Int64) throws(Fault) {
    self.firstWait = firstWait
    var configuration = HTTPConfiguration.system
    configuration.maximumBodyBytes = 1 << 30
    client = try HTTPClient(configuration) { Signals.pending != nil }
    signer = SigningV4(
      credentials: settings.credentials, region: settings.region, service: "s3")
    self.bucket = bucket
    let endpoint = settings.endpoint ?? "https://s3.\(settings.region).amazonaws.com"
    let scheme = endpoint.hasPrefix("https://") ? "https://" : "http://"
    var authority = String(endpoint.dropFirst(scheme.count).prefix { $0 != "/" })
    pathPrefix = settings.usesPathStyle ? "/\(SigningV4.encode(bucket))" : ""
    if !settings.usesPathStyle { authority = "\(bucket).\(authority)" }
    host = authority
    base = scheme + authority
  }

  /// A request's parts.
  struct Call {
    var method: String
    /// The object's key; empty for the bucket itself.
    var key = ""
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
  }

  /// Sends a request and returns the answer of any status but those that say to try again.
  ///
  /// - Throws: A fault once trying again has not helped, or a signal asks to stop.
  func send(_ call: Call) throws(Fault) -> HTTPResponse {
    var wait = firstWait
    for tried in 1... {
      let failure: Fault
      do throws(HTTPFailure) {
        let answer = try sendOnce(call)
        guard Self.maySucceedLater(answer) else { return answer }
        failure = fault(answer, call)
      } catch {
        switch error {
        case .transient(let fault): failure = fault
        case .permanent(let fault): throw fault
        case .cancelled: throw Fault(.readerGone, "stopped by a signal")
        }
      }
      if tried == Self.mostTries { throw failure }
      // Up to half as long again, so that many writers do not come back at once.
      Signals.sleep(microseconds: wait + Int64.random(in: 0...(wait / 2)))
      if Signals.pending != nil {
        throw Fault(.readerGone, "stopped by a signal")
      }
      wait = min(wait * 2, Self.longestWait)
    }
    throw Fault(.unavailable, "\(base): does not answer")
  }

  private func sendOnce(_ call: Call) throws(HTTPFailure) -> HTTPResponse {
    let path = "\(pathPrefix)/\(SigningV4.encode(call.key, keepingSlashes: true))"
    let hash = Hexadecimal.text(SHA256.digest(of: call.body))
    let moment = Timestamp(microseconds: SystemClock.now)
    var signed: [(name: String, value: String)] = [
      ("host", host), ("x-amz-content-sha256", hash), ("x-amz-date", SigningV4.stamp(moment)),
    ]
    if let token = signer.credentials.sessionToken {
      signed.append(("x-amz-security-token", token))
    }
    let request = SigningV4.Request(
      method: call.method, path: path, query: call.query, headers: signed + call.headers,
      bodyHash: hash)
    let headers = signed.dropFirst() + call.headers
    let query = call.query.isEmpty ? "" : "?" + request.canonicalQuery
    return try client.send(
      call.method, base + path + query,
      headers: headers + [("authorization", signer.authorization(request, at: moment))],
      body: call.body)
  }

  private static func maySucceedLater(_ answer: HTTPResponse) -> Bool {
    if [408, 429, 500, 502, 503, 504].contains(answer.status) { return true }
    // Two conditional writes at once: neither has failed for good.
    return answer.status == 409 && S3Error(answer.body).code != "BucketNotEmpty"
      || answer.status == 400 && S3Error(answer.body).code == "RequestTimeout"
  }

  /// What an answer that refuses means, in words that say what to do.
  func fault(_ answer: HTTPResponse, _ call: Call) -> Fault {
    let error = S3Error(answer.body)
    let place = "s3://\(bucket)/\(call.key)"
    let told = error.code.isEmpty ? "status \(answer.status)" : error.code
    let said = error.message.isEmpty ? "" : ": \(Self.printable(error.message))"
    switch (error.code, answer.status) {
    case ("RequestTimeTooSkewed", _):
      return Fault(
        .configuration,
        "\(place): this computer's clock (\(Timestamp(microseconds: SystemClock.now).rfc3339)) is "
          + "too far from the service's (\(answer.headers["date"] ?? "unknown")); set it")
    case ("ExpiredToken", _), ("TokenRefreshRequired", _):
      return Fault(.notPermitted, "\(place): the credentials have expired; get new ones")
    case ("AuthorizationHeaderMalformed", _), ("PermanentRedirect", _), ("TemporaryRedirect", _),
      ("IllegalLocationConstraintException", _), (_, 301), (_, 307):
      let region = error.region ?? answer.headers["x-amz-bucket-region"]
      return Fault(
        .configuration,
        "\(place): the bucket is not in \(signer.region)"
          + (region.map { "; set AWS_REGION=\($0)" } ?? "; set AWS_REGION\(said)"))
    case ("InvalidAccessKeyId", _):
      return Fault(
        .notPermitted, "\(place): the service does not know the key \(signer.credentials)")
    case ("SignatureDoesNotMatch", _):
      return Fault(
        .notPermitted,
        "\(place): the signature is not accepted: the secret of \(signer.credentials) is probably "
          + "another")
    case ("NoSuchBucket", _):
      return Fault(.noInput, "s3://\(bucket): there is no such bucket")
    case (_, 401), (_, 403):
      return Fault(.notPermitted, "\(place): \(call.method) is denied: \(told)\(said)")
    case ("SlowDown", _), (_, 429):
      return Fault(.tryLater, "\(place): the service asks to slow down; try again later")
    default:
      return Fault(
        answer.status >= 500 ? .unavailable : .inputOutput,
        "\(place): \(call.method) failed: \(told)\(said)")
    }
  }

  private static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(200).filter { $0.value >= 0x20 }))
  }
}
