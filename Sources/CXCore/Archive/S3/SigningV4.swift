import CXRecord

/// Signatures of requests to services of AWS and what speaks their protocol: Signature Version 4.
///
/// Source: AWS, "Create a signed AWS API request"
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
/// Signed here because libcurl's own way lacks the hash of the content that S3 wants, and does not
/// sort the query.
public struct SigningV4: Sendable {
  /// Who signs.
  public var credentials: S3Credentials
  /// `us-east-1`.
  public var region: String
  /// `s3`.
  public var service: String

  /// A signer; see the fields.
  public init(credentials: S3Credentials, region: String, service: String) {
    self.credentials = credentials
    self.region = region
    self.service = service
  }

  /// A request, as far as it is signed.
  public struct Request: Sendable {
    /// `GET`.
    public var method: String
    /// The path as it is sent, percent-encoded.
    public var path: String
    /// Names and values of the query, not encoded.
    public var query: [(name: String, value: String)]
    /// The header fields to be signed, with `host` among them.
    public var headers: [(name: String, value: String)]
    /// The SHA-256 of the body, as hexadecimal digits.
    public var bodyHash: String

    /// A request; see the fields.
    public init(
      method: String, path: String, query: [(name: String, value: String)] = [],
      headers: [(name: String, value: String)], bodyHash: String
    ) {
      self.method = method
      self.path = path
      self.query = query
      self.headers = headers
      self.bodyHash = bodyHash
    }

    /// The query as it is sent and signed: encoded and sorted.
    public var canonicalQuery: String {
      query.map { (SigningV4.encode($0.name), SigningV4.encode($0.value)) }
        .sorted { $0 < $1 }
        .map { "\($0)=\($1)" }.joined(separator: "&")
    }

    private var sortedHeaders: [(name: String, value: String)] {
      headers.map { (name: $0.name.lowercased(), value: SigningV4.folded($0.value)) }
        .sorted { $0.name < $1.name }
    }

    /// The names of the signed fields.
    var signedNames: String { sortedHeaders.map(\.name).joined(separator: ";") }

    /// What the signature is of, before its own hash.
    var canonical: String {
      let fields = sortedHeaders.map { "\($0.name):\($0.value)\n" }.joined()
      return [method, path, canonicalQuery, fields, signedNames, bodyHash]
        .joined(separator: "\n")
    }
  }

  /// The value of the field `authorization` for a request made at `moment`.
  ///
  /// The fields `x-amz-date`, and `x-amz-security-token` where there is one, are among the request's
  /// already: see ``stamp(_:)``.
  public func authorization(_ request: Request, at moment: Timestamp) -> String {
    let stamp = Self.stamp(moment)
    let day = String(stamp.prefix(8))
    let scope = "\(day)/\(region)/\(service)/aws4_request"
    let hash = Hexadecimal.text(SHA256.digest(of: request.canonical.utf8))
    let text = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(hash)"
    var key = Array("AWS4\(credentials.secretKey)".utf8)
    for part in [day, region, service, "aws4_request"] {
      key = SHA256.authenticationCode(of: Array(part.utf8), key: key)
    }
    let signature = Hexadecimal.text(
      SHA256.authenticationCode(of: Array(text.utf8), key: key))
    return "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope), "
      + "SignedHeaders=\(request.signedNames), Signature=\(signature)"
  }

  /// A moment as `x-amz-date` has it: `20130524T000000Z`.
  public static func stamp(_ moment: Timestamp) -> String {
    let whole = moment.microseconds.floorDivided(by: Timestamp.second) * Timestamp.second
    return Timestamp(microseconds: whole).rfc3339.filter { $0 != "-" && $0 != ":" }
  }

  /// Percent-encodes all but the unreserved characters of RFC 3986, and slashes where they part a
  /// path.
  public static func encode(_ text: String, keepingSlashes: Bool = false) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      case UInt8(ascii: "/") where keepingSlashes: bytes.append(byte)
      default:
        bytes.append(UInt8(ascii: "%"))
        bytes += Hexadecimal.text([byte]).uppercased().utf8
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Without spaces around, and with one where there are several.
  private static func folded(_ value: String) -> String {
    value.split(separator: " ").joined(separator: " ")
  }
}
