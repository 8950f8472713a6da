import CXCore
import CXRecord
import CXHTTP

/// A bucket, or what lies below a prefix in it, as a store.
///
/// Conditions are the service's own (`If-None-Match`, `If-Match`), so that several writers never
/// overwrite each other. A service that knows none (status 501) is not written to, unless the user
/// says that there is one writer at a time: then it is asked for the object first and written to.
public final class S3Store: ObjectStore {
  /// What messages call it: `s3://bucket/prefix/`.
  public let place: String
  private let requests: S3Requests
  private let prefix: String
  private let partBytes: Int
  private let singleWriter: Bool
  private var knowsConditions = true
  // RFC 9110 wants tags in quotes; Ceph 16 compares them without.
  private var quotesTags = true

  /// A store; `partBytes` is above which size an object is sent in parts of that size, at least
  /// 5 MiB by the rules of S3.
  ///
  /// `firstWait` is how long it waits, in microseconds, before a request is tried for the second
  /// time; each wait is twice the one before, to ten seconds, and there are seven. `singleWriter` is
  /// the user's word that nobody else writes meanwhile, for services without conditional writes.
  public init(
    _ settings: S3Settings, bucket: String, prefix: String, partBytes: Int = 32 << 20,
    firstWait: Int64 = 100_000, singleWriter: Bool = false
  ) throws(Fault) {
    let folder = prefix.isEmpty || prefix.hasSuffix("/") ? prefix : prefix + "/"
    place = "s3://\(bucket)/\(folder)"
    requests = try S3Requests(settings, bucket: bucket, firstWait: firstWait)
    self.prefix = folder
    self.partBytes = partBytes
    self.singleWriter = singleWriter
  }

  /// Makes the bucket, where the service lets anybody do so who has keys.
  public func makeBucket() throws(Fault) {
    let call = S3Requests.Call(method: "PUT")
    let answer = try requests.send(call)
    guard answer.status == 200 else { throw requests.fault(answer, call) }
  }

  /// What the service says of an object.
  public func head(_ name: String) throws(Fault) -> ObjectInfo? {
    let call = S3Requests.Call(method: "HEAD", key: prefix + name)
    let answer = try requests.send(call)
    if answer.status == 404 { return nil }
    guard answer.status == 200 else {
      // The answer to HEAD has no body, so it cannot say why; that to GET can.
      _ = try get(name, range: 0..<1)
      throw requests.fault(answer, call)
    }
    let bytes = answer.headers["content-length"].flatMap { Int($0) } ?? 0
    return ObjectInfo(name: name, bytes: bytes, tag: answer.headers["etag"])
  }

  /// An object's bytes; an answer that is cut short is asked for again.
  public func get(_ name: String, range: Range<Int>?) throws(Fault) -> StoredObject? {
    if let range, range.isEmpty { return try head(name).map { StoredObject($0) } }
    var call = S3Requests.Call(method: "GET", key: prefix + name)
    if let range {
      call.headers.append(("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)"))
    }
    let answer = try requests.send(call)
    if answer.status == 404 {
      if S3Error(answer.body).code == "NoSuchBucket" { throw requests.fault(answer, call) }
      return nil
    }
    guard answer.status == 200 || answer.status == 206 else { throw requests.fault(answer, call) }
    return StoredObject(bytes: answer.body, tag: answer.headers["etag"] ?? "")
  }

  /// Writes an object; with the condition it is there whole and the only one, or nothing happened.
  public func put(
    _ name: String, _ bytes: [UInt8], if condition: PutCondition
  ) throws(Fault) -> String? {
    if !knowsConditions { return try putUnconditionally(name, bytes, if: condition) }
    let field: (name: String, value: String) =
      switch condition {
      case .absent: ("if-none-match", "*")
      case .matches(let tag): ("if-match", quotesTags ? tag : tag.filter { $0 != "\"" })
      }
    let answer = try send(name, bytes, condition: field)
    switch answer.status {
    case 200: return answer.tag
    case 412:
      if quotesTags, case .matches(let tag) = condition, try head(name)?.tag == tag {
        quotesTags = false
        return try put(name, bytes, if: condition)
      }
      return try isOurs(name, bytes, condition)
    // If-Match on what is not there any more.
    case 404 where condition != .absent: return nil
    case 501:
      guard singleWriter else {
        throw Fault(
          .configuration,
          "\(place): the service knows no conditional writes (status 501), so two writers could "
            + "lose each other's records: see to it that one writes at a time, and say "
            + "--single-writer")
      }
      knowsConditions = false
      return try putUnconditionally(name, bytes, if: condition)
    default: throw answer.fault
    }
  }

  /// A put whose answer was lost has been tried again, and meets its own object.
  private func isOurs(
    _ name: String, _ bytes: [UInt8], _ condition: PutCondition
  ) throws(Fault) -> String? {
    guard case .matches = condition, let object = try get(name, range: nil),
      object.bytes == bytes
    else { return nil }
    return object.tag
  }

  private func putUnconditionally(
    _ name: String, _ bytes: [UInt8], if condition: PutCondition
  ) throws(Fault) -> String? {
    let found = try head(name)
    switch condition {
    case .absent: if found != nil { return nil }
    case .matches(let tag): if found?.tag != tag { return nil }
    }
    let answer = try send(name, bytes, condition: nil)
    guard answer.status == 200 else { throw answer.fault }
    return answer.tag
  }

  private func send(
    _ name: String, _ bytes: [UInt8], condition: (name: String, value: String)?
  ) throws(Fault) -> S3Upload.Answer {
    let upload = S3Upload(requests: requests, key: prefix + name, condition: condition)
    return bytes.count > partBytes
      ? try upload.send(bytes, inPartsOf: partBytes) : try upload.send(bytes)
  }

  /// Shows the objects below a prefix.
  public func list(
    _ prefix: String, _ body: (ObjectInfo) throws(Fault) -> Void
  ) throws(Fault) {
    try list(prefix, pageSize: 1_000, body)
  }

  /// Shows the objects below a prefix, a page of the listing after the other; a service may have
  /// smaller pages than asked for.
  public func list(
    _ prefix: String, pageSize: Int, _ body: (ObjectInfo) throws(Fault) -> Void
  ) throws(Fault) {
    var call = S3Requests.Call(method: "GET")
    let query: [(name: String, value: String)] = [
      ("list-type", "2"), ("max-keys", String(pageSize)), ("prefix", self.prefix + prefix),
    ]
    var continuation: String?
    repeat {
      call.query = query + (continuation.map { [("continuation-token", $0)] } ?? [])
      let answer = try requests.send(call)
      guard answer.status == 200 else { throw requests.fault(answer, call) }
      let page: S3Listing
      do throws(PayloadProblem) {
        page = try S3Listing(answer.body)
      } catch {
        throw Fault(.unavailable, "\(place): the listing cannot be read: \(error.reason)")
      }
      for var object in page.objects where object.name.utf8.starts(with: self.prefix.utf8) {
        object.name = String(
          decoding: object.name.utf8.dropFirst(self.prefix.utf8.count), as: UTF8.self)
        try body(object)
      }
      continuation = page.continuation
    } while continuation != nil
  }

  /// Removes an object.
  public func delete(_ name: String) throws(Fault) {
    let call = S3Requests.Call(method: "DELETE", key: prefix + name)
    let answer = try requests.send(call)
    guard [200, 204, 404].contains(answer.status) else { throw requests.fault(answer, call) }
  }
}

extension StoredObject {
  fileprivate init(_ info: ObjectInfo) {
    self.init(bytes: [], tag: info.tag ?? "")
  }
}
