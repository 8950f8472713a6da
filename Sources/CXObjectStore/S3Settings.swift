import CXCore
import CXRecord
import CXSystem

/// Where a bucket is and who asks: found as the AWS CLI finds it.
///
/// Keys come from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` (`AWS_SESSION_TOKEN`), else from
/// the profile that `AWS_PROFILE` names in `~/.aws/credentials` and `~/.aws/config` (or the files
/// that `AWS_SHARED_CREDENTIALS_FILE` and `AWS_CONFIG_FILE` name); the region from `AWS_REGION`,
/// `AWS_DEFAULT_REGION` or the profile; the endpoint from `AWS_ENDPOINT_URL_S3`,
/// `AWS_ENDPOINT_URL` or the profile.
public struct S3Settings: Sendable, Equatable {
  /// Who signs.
  public var credentials: S3Credentials
  /// `us-east-1` unless told.
  public var region: String
  /// Scheme, host and port of a service other than AWS; nil for AWS.
  public var endpoint: String?
  /// Whether the bucket stands in the path, not in the host's name: a choice of endpoints without
  /// names for buckets.
  public var usesPathStyle: Bool

  /// Settings; see the fields.
  ///
  /// Unless told, other endpoints than AWS's are asked in path style.
  public init(
    credentials: S3Credentials, region: String = "us-east-1", endpoint: String? = nil,
    usesPathStyle: Bool? = nil
  ) {
    self.credentials = credentials
    self.region = region
    self.endpoint = endpoint
    self.usesPathStyle = usesPathStyle ?? (endpoint != nil)
  }

  /// The settings of an environment.
  ///
  /// - Throws: A fault of kind `configuration` when something is missing or damaged, saying where
  ///   was looked.
  public init(_ environment: [String: String]) throws(Fault) {
    func variable(_ names: String...) -> String? {
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    let home = variable("HOME") ?? ""
    let keysFile = variable("AWS_SHARED_CREDENTIALS_FILE") ?? "\(home)/.aws/credentials"
    let configFile = variable("AWS_CONFIG_FILE") ?? "\(home)/.aws/config"
    let named = variable("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
    let name = named ?? "default"
    let keys = try Self.sections(of: keysFile)[name]
    let config = try Self.sections(of: configFile)[name == "default" ? name : "profile \(name)"]
    if named != nil && keys == nil && config == nil {
      throw Fault(
        .configuration, "AWS_PROFILE: \(keysFile) and \(configFile) have no profile \"\(name)\"")
    }
    let profile = (config ?? [:]).merging(keys ?? [:]) { $1 }

    if let key = variable("AWS_ACCESS_KEY_ID"), let secret = variable("AWS_SECRET_ACCESS_KEY"),
      named == nil || profile["aws_access_key_id"] == nil
    {
      credentials = S3Credentials(
        accessKey: key, secretKey: secret, sessionToken: variable("AWS_SESSION_TOKEN"))
    } else if let key = profile["aws_access_key_id"],
      let secret = profile["aws_secret_access_key"]
    {
      credentials = S3Credentials(
        accessKey: key, secretKey: secret, sessionToken: profile["aws_session_token"])
    } else {
      throw Fault(
        .configuration,
        "no keys for S3: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write "
          + "aws_access_key_id and aws_secret_access_key below [\(name)] in \(keysFile)")
    }
    region = variable("AWS_REGION", "AWS_DEFAULT_REGION") ?? profile["region"] ?? "us-east-1"
    endpoint =
      variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") ?? profile["endpoint_url"]
    if let endpoint, !endpoint.hasPrefix("http://"), !endpoint.hasPrefix("https://") {
      throw Fault(
        .configuration, "AWS_ENDPOINT_URL: \"\(endpoint)\" begins with neither http:// nor https://"
      )
    }
    usesPathStyle = profile["s3.addressing_style"].map { $0 == "path" } ?? (endpoint != nil)
  }

  private static func sections(of path: String) throws(Fault) -> [String: [String: String]] {
    guard Descriptor.exists(path) else { return [:] }
    let file = try Descriptor.open(reading: path)
    defer { file.close() }
    return try ProfileFile.sections(of: try file.readAll(), name: path)
  }
}
