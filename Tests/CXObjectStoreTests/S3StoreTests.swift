import CXRecord
import CXObjectStore
import Testing

/// One after the other: the faults that a test orders are its own.
@Suite(.serialized) struct S3StoreTests {
  private let service: S3Service

  init() throws {
    service = try S3Service.shared.get()
    try service.fail("[]")
  }

  private static let bytes = Array("0123456789".utf8)

  private static func fault(_ body: () throws -> Void) -> Fault? {
    do {
      try body()
      return nil
    } catch {
      return error as? Fault
    }
  }

  @Test func objectsAreWrittenReadListedAndRemoved() throws {
    let store = try service.store()
    #expect(try store.head("x") == nil && store.get("x", range: nil) == nil)
    let names = ["d=1/é ü", "d=1/a+b&c", "d=2/%41", "e"]
    for name in names { #expect(try store.put(name, Self.bytes, if: .absent) != nil) }
    for name in names {
      let object = try #require(try store.get(name, range: nil))
      #expect(object.bytes == Self.bytes)
      #expect(try store.head(name)?.bytes == 10 && store.head(name)?.tag == object.tag)
    }
    #expect(try store.get("e", range: 2..<5)?.bytes == Array("234".utf8))
    var listed: [String] = []
    try store.list("d=1/") { object in listed.append(object.name) }
    #expect(listed == ["d=1/a+b&c", "d=1/é ü"])
    try store.delete("e")
    try store.delete("e")
    #expect(try store.head("e") == nil)
  }

  @Test func listingsGoOnPageAfterPage() throws {
    let store = try service.store()
    let names = (0..<7).map { "n\($0)" }
    for name in names { _ = try store.put(name, [], if: .absent) }
    var listed: [String] = []
    try store.list("", pageSize: 2) { object in listed.append(object.name) }
    #expect(listed == names)
  }

  @Test func conditionsHold() throws {
    let store = try service.store()
    let tag = try #require(try store.put("m", [1], if: .absent))
    #expect(try store.put("m", [2], if: .absent) == nil)
    #expect(try store.put("m", [3], if: .matches("\"other\"")) == nil)
    #expect(try store.put("m", [4], if: .matches(tag)) != nil)
    #expect(try store.put("m", [5], if: .matches(tag)) == nil)
    #expect(try store.get("m", range: nil)?.bytes == [4])
  }

  @Test func withoutConditionsItIsNotWrittenToUnlessOneWriterIsPromised() throws {
    // The service is one that answers 501 to conditions.
    let store = try service.store(singleWriter: false)
    let fault = Self.fault { _ = try store.put("m", [1], if: .absent) }
    #expect(fault?.kind == .configuration)
    #expect(fault?.message.contains("--single-writer") == true)
    #expect(try store.head("m") == nil)
  }

  @Test func aLargeObjectGoesInParts() throws {
    let store = try service.store(partBytes: 100_000)
    var random = SystemRandomNumberGenerator()
    let bytes = (0..<40_000).flatMap { _ in
      withUnsafeBytes(of: random.next()) { Array($0) }
    }
    #expect(try store.put("large", bytes, if: .absent) != nil)
    #expect(try store.get("large", range: nil)?.bytes == bytes)
    #expect(try store.put("large", bytes, if: .absent) == nil)
  }

  @Test(
    arguments: [
      #"[{"status":500},{"status":503,"code":"SlowDown"},{"status":502}]"#, #"["reset","reset"]"#,
      #"["ok","lost"]"#, #"["lost","reset","lost"]"#,
    ])
  func aPutOutlivesFailures(faults: String) throws {
    let store = try service.store()
    try service.fail(faults)
    _ = try store.put("x", Self.bytes, if: .absent)
    #expect(try store.get("x", range: nil)?.bytes == Self.bytes)
  }

  @Test func aBodyThatIsCutShortIsAskedForAgain() throws {
    let store = try service.store()
    _ = try store.put("x", Self.bytes, if: .absent)
    try service.fail(#"["cut","cut",{"status":500}]"#)
    #expect(try store.get("x", range: nil)?.bytes == Self.bytes)
  }

  @Test func whatNeverEndsIsGivenUp() throws {
    let store = try service.store()
    try service.fail(
      "["
        + repeatElement(#"{"status":503,"code":"SlowDown"}"#, count: 20)
        .joined(separator: ",") + "]")
    let before = try service.requests()
    let fault = Self.fault { _ = try store.get("x", range: nil) }
    #expect(fault?.kind == .tryLater)
    #expect(try service.requests() - before == 8)
  }

  @Test func aWrongSecretIsSaidAndNotTriedAgain() throws {
    let store = try service.store { $0.credentials.secretKey = "hush" }
    let before = try service.requests()
    let fault = Self.fault { _ = try store.put("x", [], if: .absent) }
    #expect(fault?.kind == .notPermitted)
    #expect(fault?.message.contains("secret of test:tester") == true)
    #expect(fault?.message.contains("hush") == false)
    // A conditional put that the service does not know, and why what it does instead fails.
    #expect(try service.requests() - before <= 3)
  }

  @Test func anotherRegionIsSaid() throws {
    let store = try service.store { $0.region = "eu-west-1" }
    let fault = Self.fault { _ = try store.get("x", range: nil) }
    #expect(fault?.kind == .configuration)
    #expect(fault?.message.contains("AWS_REGION=us-east-1") == true)
  }

  @Test func noBucketIsSaid() throws {
    let store = try S3Store(service.settings, bucket: "nobody", prefix: "")
    #expect(
      Self.fault { _ = try store.get("x", range: nil) }
        == Fault(.noInput, "s3://nobody: there is no such bucket"))
  }

  @Test(
    arguments: [
      (#"{"status":400,"code":"ExpiredToken"}"#, Fault.Kind.notPermitted, "have expired"),
      (#"{"status":403,"code":"RequestTimeTooSkewed"}"#, .configuration, "clock"),
      (#"{"status":403,"code":"AccessDenied"}"#, .notPermitted, "GET is denied: AccessDenied"),
      (
        #"{"status":301,"code":"PermanentRedirect","headers":{"x-amz-bucket-region":"eu-north-1"}}"#,
        .configuration, "AWS_REGION=eu-north-1"
      ),
    ])
  func refusalsSayWhatToDo(fault: String, kind: Fault.Kind, text: String) throws {
    let store = try service.store()
    try service.fail("[\(fault)]")
    let found = Self.fault { _ = try store.get("x", range: nil) }
    #expect(found?.kind == kind)
    #expect(found?.message.contains(text) == true, "\(found?.message ?? "")")
  }
}
