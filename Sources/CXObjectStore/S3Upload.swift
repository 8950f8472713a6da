import CXCore
import CXRecord
import CXHTTP

/// An object on its way into a bucket, at once or in parts.
struct S3Upload {
  let requests: S3Requests
  let key: String
  /// The field that says when it may be written.
  let condition: (name: String, value: String)?

  /// How it ended, the last answer's status.
  struct Answer {
    var status: Int
    /// The object's tag, where it was written.
    var tag: String
    /// What to say where it was not.
    var fault: Fault
  }

  /// In one request; the service compares the bytes with the hash that is signed.
  func send(_ bytes: [UInt8]) throws(Fault) -> Answer {
    let call = S3Requests.Call(
      method: "PUT", key: key, headers: condition.map { [$0] } ?? [], body: bytes)
    let answer = try requests.send(call)
    return Answer(
      status: answer.status, tag: answer.headers["etag"] ?? "",
      fault: requests.fault(answer, call))
  }

  /// In parts of `size` bytes; nothing of it is seen before the last request, which has the
  /// condition.
  func send(_ bytes: [UInt8], inPartsOf size: Int) throws(Fault) -> Answer {
    let begin = S3Requests.Call(method: "POST", key: key, query: [("uploads", "")])
    let begun = try requests.send(begin)
    guard begun.status == 200, let id = Self.element("UploadId", of: begun.body) else {
      return Answer(status: begun.status, tag: "", fault: requests.fault(begun, begin))
    }
    do throws(Fault) {
      let list = try sendParts(bytes, size, id)
      let end = S3Requests.Call(
        method: "POST", key: key, query: [("uploadId", id)],
        headers: condition.map { [$0] } ?? [], body: list)
      let ended = try requests.send(end)
      // The service may begin to answer 200 before it knows how it will end.
      let tag = Self.element("ETag", of: ended.body)
      let isDone = ended.status == 200 && tag != nil
      if !isDone { abort(id) }
      return Answer(
        status: isDone || ended.status != 200 ? ended.status : 500, tag: tag ?? "",
        fault: requests.fault(ended, end))
    } catch {
      abort(id)
      throw error
    }
  }

  /// Sends the parts and returns the list of them that ends the upload.
  private func sendParts(_ bytes: [UInt8], _ size: Int, _ id: String) throws(Fault) -> [UInt8] {
    let list = Block()
    list.append("<CompleteMultipartUpload>")
    for (index, start) in stride(from: 0, to: bytes.count, by: size).enumerated() {
      let number = String(index + 1)
      let call = S3Requests.Call(
        method: "PUT", key: key, query: [("partNumber", number), ("uploadId", id)],
        body: Array(bytes[start..<min(start + size, bytes.count)]))
      let answer = try requests.send(call)
      guard answer.status == 200, let tag = answer.headers["etag"] else {
        throw requests.fault(answer, call)
      }
      list.append("<Part><PartNumber>\(number)</PartNumber><ETag>\(tag)</ETag></Part>")
    }
    list.append("</CompleteMultipartUpload>")
    return Array(list.bytes)
  }

  /// Parts of an upload that never ends cost money; one more failure adds nothing to the first.
  private func abort(_ id: String) {
    _ = try? requests.send(
      S3Requests.Call(method: "DELETE", key: key, query: [("uploadId", id)]))
  }

  private static func element(_ name: String, of body: [UInt8]) -> String? {
    var found: String?
    try? XMLReader.forEachLeaf(body) { path, text throws(PayloadProblem) in
      if path.count == 2, path[1] == name { found = text }
    }
    return found
  }
}
