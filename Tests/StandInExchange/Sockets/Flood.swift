import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Many trades a second of many symbols, for measuring: made ready beforehand, so that making them
/// costs little beside the program that is measured.
///
/// The symbols take turns, each with ids from 1 000 000 000 on without a hole; the times are those
/// of this machine when a trade is sent. There is no past: REST has none of them.
final class Flood {
  private let rate: Int64
  private let start: Int64
  private var sent: Int64 = 0
  private var frames: [Frame]
  private var numbers: [String: Int] = [:]

  private static let firstID: Int64 = 1_000_000_000

  /// A message of the symbols `S0USDT` and on at a time, together so many a second.
  init(symbols: Int, rate: Int64) {
    self.rate = rate
    frames = (0..<symbols).map { Frame(symbol: "S\($0)USDT", stream: "s\($0)usdt@aggTrade") }
    for number in 0..<symbols { numbers["s\(number)usdt@aggTrade"] = number }
    start = Self.read(CLOCK_MONOTONIC)
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }

  /// Which of its streams a session has.
  func wanted(_ streams: [StreamName]) -> [Bool] {
    var wanted = Array(repeating: false, count: frames.count)
    for stream in streams { if let number = numbers[stream.text] { wanted[number] = true } }
    return wanted
  }

  /// Sends what is due.
  func tick(_ sessions: [Session]) {
    let count = Int64(frames.count)
    let due = (Self.read(CLOCK_MONOTONIC) - start) * rate / 1_000_000
    let time = Self.digits(Self.read(CLOCK_REALTIME), 16)
    var buffers = sessions.map { ($0, $0.floods(self), ByteBuffer()) }
    while sent < due {
      let number = Int(sent % count)
      frames[number].set(id: Self.digits(Self.firstID + sent / count, 10), time: time)
      for place in buffers.indices where buffers[place].1[number] {
        buffers[place].2.writeBytes(frames[number].bytes)
      }
      sent += 1
    }
    for (session, _, bytes) in buffers where bytes.readableBytes > 0 { session.send(frames: bytes) }
  }

  private static func digits(_ number: Int64, _ width: Int) -> [UInt8] {
    var rest = number
    var text = [UInt8](repeating: 0x30, count: width)
    for place in text.indices.reversed() {
      text[place] = 0x30 + UInt8(rest % 10)
      rest /= 10
    }
    return text
  }

  /// A message as it goes over the wire, with places for what changes.
  private struct Frame {
    private(set) var bytes: [UInt8]
    private var ids: [Int] = []
    private var times: [Int] = []

    init(symbol: String, stream: String) {
      let (id, time) = ("##########", "################")
      let text =
        #"{"stream":"\#(stream)","data":{"e":"aggTrade","E":\#(time),"s":"\#(symbol)","a":\#(id),"#
        + #""p":"103456.78000000","q":"0.00123000","f":\#(id),"l":\#(id),"T":\#(time),"#
        + #""m":true,"M":true}}"#
      // A text frame of up to 65 535 bytes, not masked (RFC 6455 5.2).
      bytes = [0x81, 126, UInt8(text.utf8.count >> 8), UInt8(text.utf8.count & 0xFF)]
      bytes += text.utf8
      var place = 0
      while place < bytes.count {
        let length = bytes[place...].prefix { $0 == UInt8(ascii: "#") }.count
        if length == id.utf8.count { ids.append(place) }
        if length == time.utf8.count { times.append(place) }
        place += max(1, length)
      }
    }

    mutating func set(id: [UInt8], time: [UInt8]) {
      for place in ids { bytes.replaceSubrange(place..<(place + id.count), with: id) }
      for place in times { bytes.replaceSubrange(place..<(place + time.count), with: time) }
    }
  }
}
