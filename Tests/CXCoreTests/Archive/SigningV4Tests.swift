import CXCore
import CXRecord
import Testing

/// The examples of AWS: "Examples: Signature calculations in AWS Signature Version 4" of Amazon S3's
/// reference, and `get-vanilla` of its test suite.
@Suite struct SigningV4Tests {
  private static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  private static let moment = Timestamp(rfc3339: "2013-05-24T00:00:00Z".utf8)

  private static func signature(
    _ method: String, _ path: String, query: [(name: String, value: String)] = [],
    headers: [(name: String, value: String)] = [], bodyHash: String = empty
  ) throws -> String? {
    let signer = SigningV4(
      credentials: S3Credentials(
        accessKey: "AKIAIOSFODNN7EXAMPLE",
        secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
      region: "us-east-1", service: "s3")
    let fields: [(name: String, value: String)] = [
      ("Host", "examplebucket.s3.amazonaws.com"), ("x-amz-content-sha256", bodyHash),
      ("x-amz-date", "20130524T000000Z"),
    ]
    let request = SigningV4.Request(
      method: method, path: path, query: query, headers: fields + headers, bodyHash: bodyHash)
    return signer.authorization(request, at: try #require(moment))
      .split(separator: "=").last.map(String.init)
  }

  @Test func aRange() throws {
    let signature = try Self.signature(
      "GET", "/test.txt", headers: [("Range", "bytes=0-9")])
    #expect(signature == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
  }

  @Test func aBody() throws {
    let signature = try Self.signature(
      "PUT", "/" + SigningV4.encode("test$file.text"),
      headers: [
        ("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
      ],
      bodyHash: Hexadecimal.text(SHA256.digest(of: "Welcome to Amazon S3.".utf8)))
    #expect(signature == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
  }

  @Test func aNameWithoutAValue() throws {
    let signature = try Self.signature("GET", "/", query: [("lifecycle", "")])
    #expect(signature == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
  }

  @Test func aQueryIsSorted() throws {
    let signature = try Self.signature(
      "GET", "/", query: [("prefix", "J"), ("max-keys", "2")])
    #expect(signature == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
  }

  @Test func theTestSuitesPlainRequest() throws {
    let signer = SigningV4(
      credentials: S3Credentials(
        accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
      region: "us-east-1", service: "service")
    let request = SigningV4.Request(
      method: "GET", path: "/",
      headers: [("Host", "example.amazonaws.com"), ("X-Amz-Date", "20150830T123600Z")],
      bodyHash: Self.empty)
    let moment = try #require(Timestamp(rfc3339: "2015-08-30T12:36:00Z".utf8))
    #expect(
      signer.authorization(request, at: moment)
        == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        + "SignedHeaders=host;x-amz-date, "
        + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")
  }

  @Test func namesAreEncodedAsAWSWants() {
    #expect(SigningV4.encode("a b+c/d=é~") == "a%20b%2Bc%2Fd%3D%C3%A9~")
    #expect(SigningV4.encode("a/b=c", keepingSlashes: true) == "a/b%3Dc")
  }

  @Test func aSecretIsNotShown() {
    let credentials = S3Credentials(accessKey: "AKID", secretKey: "hush", sessionToken: "token")
    #expect("\(credentials)" == "AKID")
  }
}
