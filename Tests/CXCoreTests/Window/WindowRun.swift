import Foundation

@testable import CXCore
@testable import CXRecord

/// What `cx window` makes of lines, in process.
struct WindowRun {
  private(set) var lines: [String] = []
  private(set) var late: [String] = []
  private(set) var rejects: [Reject] = []
  private(set) var notes: [String] = []
  private(set) var stage: Window
  private var reader: RecordReader
  private var output: Batch
  private let instruments = Instruments()
  private var line = 1

  init(_ options: WindowOptions, usesTemplate: Bool = true) {
    self.init(Window(options), usesTemplate: usesTemplate)
  }

  init(_ stage: Window, usesTemplate: Bool = true) {
    self.stage = stage
    reader = RecordReader(usesTemplate: usesTemplate)
    output = Batch(instruments: instruments)
  }

  /// All lines, so many in each batch, and the end.
  static func lines(
    _ input: [String], _ options: WindowOptions, batch size: Int = 1 << 20
  ) -> [String] {
    var run = WindowRun(options)
    run.take(input, batch: size)
    run.finish()
    return run.lines
  }

  mutating func take(_ input: [String], batch size: Int = 1 << 20) {
    var rest = input[...]
    while !rest.isEmpty {
      var batch = Batch(instruments: instruments)
      for line in rest.prefix(size) { batch.block.append(line + "\n") }
      batch.firstLine = line
      line += reader.read(into: &batch)
      rejects += batch.rejects
      stage.apply(batch, to: &output)
      collect()
      rest = rest.dropFirst(size)
    }
  }

  mutating func finish() {
    stage.finish(to: &output)
    collect()
  }

  /// Goes on in another process: the state through JSON, everything else anew.
  func resumed() throws -> WindowRun {
    let state = try JSONEncoder().encode(stage)
    var next = WindowRun(try JSONDecoder().decode(Window.self, from: state))
    next.lines = lines
    next.late = late
    next.rejects = rejects
    next.line = line
    return next
  }

  private mutating func collect() {
    lines += output.lines
    late += String(decoding: output.late.bytes, as: UTF8.self).split(separator: "\n").map(
      String.init)
    rejects += output.rejects
    notes += output.notes
    output.removeAll()
  }
}

extension String {
  /// A candle's line without the fields that tell how it came about.
  var withoutHistory: String {
    replacing(#/,"rev":\d+/#, with: "").replacing(#/,"missing":\d+/#, with: "")
  }

  /// A number field's value, as text.
  func field(_ name: String) -> String? {
    guard let start = range(of: "\"\(name)\":") else { return nil }
    return String(self[start.upperBound...].prefix { $0 != "," && $0 != "}" })
  }
}
