import CXRecord

/// A page of a bucket's listing: `ListObjectsV2`.
public struct S3Listing: Equatable, Sendable {
  /// The objects, by their whole keys.
  public var objects: [ObjectInfo] = []
  /// Asks for the next page; nil on the last one.
  public var continuation: String?

  /// Reads the answer's body.
  public init(_ body: [UInt8]) throws(PayloadProblem) {
    var isTruncated = false
    var token: String?
    var object = ObjectInfo(name: "", bytes: 0, tag: nil)
    var root: String?
    try XMLReader.forEachLeaf(body) { path, text throws(PayloadProblem) in
      root = path.first
      switch path.dropFirst() {
      case ["IsTruncated"]: isTruncated = text == "true"
      case ["NextContinuationToken"]: token = text
      case ["Contents", "Key"]: object.name = text
      case ["Contents", "ETag"]: object.tag = text
      case ["Contents", "Size"]:
        guard let bytes = Int(text), bytes >= 0 else { throw .field("Size", "is no length") }
        object.bytes = bytes
      case ["Contents"]:
        objects.append(object)
        object = ObjectInfo(name: "", bytes: 0, tag: nil)
      default: break
      }
    }
    guard root == "ListBucketResult" else { throw .missing("ListBucketResult") }
    guard isTruncated else { return }
    guard let token, !token.isEmpty else { throw .missing("NextContinuationToken") }
    continuation = token
  }
}

/// What a service says when it does not do what it is asked.
public struct S3Error: Equatable, Sendable {
  /// `NoSuchBucket`; empty where the body does not say.
  public var code = ""
  /// The service's words.
  public var message = ""
  /// Where the bucket is, if the service tells.
  public var region: String?

  /// Reads an answer's body, as far as it is one.
  public init(_ body: [UInt8]) {
    do throws(PayloadProblem) {
      try XMLReader.forEachLeaf(body) { path, text throws(PayloadProblem) in
        switch path {
        case ["Error", "Code"]: code = text
        case ["Error", "Message"]: message = text
        case ["Error", "Region"]: region = text
        default: break
        }
      }
    } catch {
      // A proxy's page in HTML says nothing that could be trusted.
      self.code = ""
      self.message = ""
    }
  }
}

extension XMLReader {
  /// Calls `body` at the end of each element with its path and the text that stands directly in it.
  public static func forEachLeaf(
    _ bytes: [UInt8], _ body: ([String], String) throws(PayloadProblem) -> Void
  ) throws(PayloadProblem) {
    var reader = XMLReader(bytes)
    var path: [String] = []
    var texts: [String] = []
    while let event = try reader.next() {
      switch event {
      case .start(let name):
        path.append(name)
        texts.append("")
      case .text(let text): texts[texts.count - 1] += text
      case .end:
        try body(path, texts.removeLast())
        path.removeLast()
      }
    }
  }
}
