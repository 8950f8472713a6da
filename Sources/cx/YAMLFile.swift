import CXRecord
import Foundation
import Yams

/// A file of YAML, as its parts.
struct YAMLFile {
  /// Its text.
  let text: String
  /// Its parts; nil where there are none.
  let root: Node?

  /// Reads a file of UTF-8, with or without a byte order mark.
  ///
  /// - Throws: A fault of the kind `missing` where it cannot be read, of kind `configuration` where it
  ///   is no YAML.
  init(_ path: String, missing: Fault.Kind) throws(Fault) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Fault(missing, "\(path) cannot be read")
    }
    let content = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
    // Names are bytes: none is made by replacing what is no text.
    guard let text = String(validating: content, as: UTF8.self) else {
      throw Fault(.configuration, "\(path) is not UTF-8")
    }
    self.text = text
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      let reason = "\(error)".split(separator: "\n").joined(separator: " ")
      throw Fault(.configuration, "\(path) is not YAML: \(reason)")
    }
  }
}
