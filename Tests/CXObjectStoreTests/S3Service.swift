import CXCore
import CXHTTP
import CXObjectStore
import CXTestKit
import Foundation

/// A real S3 that checks signatures, started once for all tests; see Tests/s3/service.py.
final class S3Service: @unchecked Sendable {
  // Unchecked: nothing changes once it runs, and the program is only held.
  static let shared = Result { try S3Service() }

  let url: String
  private let program: Program

  private init() throws {
    let script = BuiltProgram.package.appendingPathComponent("Tests/s3/service.py").path
    program = try Program("exec python3 '\(script)'")
    program.run(seconds: 60) { $0.output.contains(UInt8(ascii: "\n")) }
    let line = String(decoding: program.output, as: UTF8.self)
    guard line.hasPrefix("listening "), let url = line.split(separator: " ").last else {
      throw Failure(String(decoding: program.errors, as: UTF8.self))
    }
    self.url = url.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The settings of somebody who may do everything.
  var settings: S3Settings {
    S3Settings(
      credentials: S3Credentials(accessKey: "test:tester", secretKey: "testing"), endpoint: url)
  }

  /// A store in an empty bucket of its own.
  func store(
    _ change: (inout S3Settings) -> Void = { _ in }, partBytes: Int = 32 << 20,
    singleWriter: Bool = true
  ) throws -> S3Store {
    var settings = settings
    let bucket = try makeBucket()
    change(&settings)
    return try S3Store(
      settings, bucket: bucket, prefix: "a b/é+", partBytes: partBytes, firstWait: 2_000,
      singleWriter: singleWriter)
  }

  /// Makes an empty bucket and returns its name.
  func makeBucket() throws -> String {
    let bucket = "b\(UInt64.random(in: 0...(.max)))"
    try S3Store(settings, bucket: bucket, prefix: "").makeBucket()
    return bucket
  }

  /// What tells `cx` of the service.
  var variables: [String: String] {
    [
      "AWS_ACCESS_KEY_ID": settings.credentials.accessKey,
      "AWS_SECRET_ACCESS_KEY": settings.credentials.secretKey, "AWS_ENDPOINT_URL": url,
    ]
  }

  /// How the next requests fail: JSON as Tests/s3/service.py wants it.
  func fail(_ faults: String) throws {
    let answer = try HTTPClient().send(
      "POST", "\(url)/_faults", headers: [], body: Array(faults.utf8))
    guard answer.status == 200 else { throw Failure("the proxy does not take faults") }
  }

  /// How many requests came so far.
  func requests() throws -> Int {
    Int(String(decoding: try HTTPClient().get("\(url)/_requests").body, as: UTF8.self)) ?? -1
  }
}
