@testable import CXCore
@testable import CXRecord

extension Batch {
  /// The lines of the records, without their line feeds.
  var lines: [String] {
    records.map { String(decoding: line(of: $0), as: UTF8.self) }
  }
}

/// What a recording of these lines comes to.
func replay(
  _ text: String, name: String = "stdin", options: PayloadOptions = .init()
) -> (batch: Batch, recording: Recording) {
  replay(Array(text.utf8), name: name, options: options)
}

/// The same for bytes that need not be text.
func replay(
  _ bytes: [UInt8], name: String = "stdin", options: PayloadOptions = .init()
) -> (batch: Batch, recording: Recording) {
  var batch = Batch()
  var recording = Recording(name: name, options: options)
  var rest = bytes[...]
  while !rest.isEmpty {
    let line = rest.prefix { $0 != 0x0A }
    Array(line).withUnsafeBytes { recording.read($0, into: &batch) }
    rest = rest.dropFirst(line.count + 1)
  }
  recording.finish(into: &batch)
  return (batch, recording)
}

/// Options with a symbol.
func of(_ symbol: Name) -> PayloadOptions {
  var options = PayloadOptions()
  options.symbol = symbol
  return options
}
