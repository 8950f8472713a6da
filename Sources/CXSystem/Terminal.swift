#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import CXRecord

/// What is known of the terminal that somebody looks at.
public enum Terminal {
  /// Columns and rows of a terminal; nil where the descriptor is none or does not know.
  public static func size(of descriptor: Descriptor) -> (columns: Int, rows: Int)? {
    var size = winsize()
    guard
      ioctl(descriptor.number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Empties the line that stderr's cursor stands in.
  public static func eraseLine() {
    let line = Block(capacity: 8)
    line.append("\r\u{1B}[K")
    try? Descriptor.error.write(line.bytes)
  }

  /// Whether output there should have colour when nobody said: on a terminal that has it, unless
  /// `NO_COLOR` is set and not empty (https://no-color.org).
  public static func wantsColor(_ descriptor: Descriptor) -> Bool {
    func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
    return descriptor.isTerminal && variable("NO_COLOR").isEmpty && variable("TERM") != "dumb"
  }
}
