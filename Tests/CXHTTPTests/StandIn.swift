import CXTestKit
import Foundation

/// A stand-in exchange that runs for the time of a test.
final class StandIn {
  let baseURL: String
  private let program: Program

  init(_ options: String = "") throws {
    let folder = URL(fileURLWithPath: BuiltProgram.path).deletingLastPathComponent().path
    program = try Program("exec \"\(folder)/StandInExchange\" --port 0 \(options)")
    program.run(seconds: 20) { $0.output.contains(UInt8(ascii: "\n")) }
    let line = String(decoding: program.output, as: UTF8.self)
    guard let place = line.split(whereSeparator: \.isWhitespace).last, line.hasPrefix("listening")
    else {
      let why = String(decoding: program.errors, as: UTF8.self)
      throw Failure("the stand-in does not start: \(why)")
    }
    baseURL = "http://\(place)"
  }
}
