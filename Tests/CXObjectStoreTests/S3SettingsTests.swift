import CXCore
import CXRecord
import CXObjectStore
import CXTestKit
import Foundation
import Testing

/// Settings are found where the AWS CLI finds them.
@Suite struct S3SettingsTests {
  private static func settings(
    _ environment: [String: String], credentials: String = "", config: String = ""
  ) throws -> S3Settings {
    try BuiltProgram.withTemporaryFolder { folder in
      let aws = URL(fileURLWithPath: folder).appendingPathComponent(".aws")
      try FileManager.default.createDirectory(at: aws, withIntermediateDirectories: true)
      try Data(credentials.utf8).write(to: aws.appendingPathComponent("credentials"))
      try Data(config.utf8).write(to: aws.appendingPathComponent("config"))
      return try S3Settings(environment.merging(["HOME": folder]) { $1 })
    }
  }

  private static let files = (
    credentials: """
    [default]
    aws_access_key_id = D
    aws_secret_access_key = ds
    [lab]
    aws_access_key_id=L
    aws_secret_access_key=l=s
    aws_session_token = lt
    """,
    config: """
    # of the lab
    [profile lab]
    region = eu-west-1
    endpoint_url = https://store.example
    s3 =
      addressing_style = virtual
    """
  )

  @Test func theEnvironmentWins() throws {
    let settings = try Self.settings(
      [
        "AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "es", "AWS_SESSION_TOKEN": "et",
        "AWS_REGION": "us-west-2", "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
      ], credentials: Self.files.credentials, config: Self.files.config)
    #expect(
      settings
        == S3Settings(
          credentials: S3Credentials(accessKey: "E", secretKey: "es", sessionToken: "et"),
          region: "us-west-2", endpoint: "http://127.0.0.1:9", usesPathStyle: true))
  }

  @Test func profilesAreReadFromBothFiles() throws {
    let settings = try Self.settings(
      ["AWS_PROFILE": "lab"], credentials: Self.files.credentials, config: Self.files.config)
    #expect(
      settings
        == S3Settings(
          credentials: S3Credentials(accessKey: "L", secretKey: "l=s", sessionToken: "lt"),
          region: "eu-west-1", endpoint: "https://store.example", usesPathStyle: false))
    let plain = try Self.settings([:], credentials: Self.files.credentials)
    #expect(plain.credentials == S3Credentials(accessKey: "D", secretKey: "ds"))
    #expect(plain.region == "us-east-1" && plain.endpoint == nil && !plain.usesPathStyle)
  }

  @Test func whatIsMissingIsNamed() {
    #expect {
      try Self.settings([:])
    } throws: {
      ($0 as? Fault)?.message.contains("AWS_ACCESS_KEY_ID") == true
    }
    #expect {
      try Self.settings(["AWS_PROFILE": "none"], credentials: Self.files.credentials)
    } throws: {
      ($0 as? Fault)?.message.contains("no profile \"none\"") == true
    }
  }

  @Test func damageIsNamedByItsLineAlone() {
    #expect {
      try Self.settings([:], credentials: "[default]\nhush hush\n")
    } throws: {
      guard let fault = $0 as? Fault else { return false }
      return fault.message.hasSuffix("credentials:2: is no setting of a profile")
    }
  }
}
