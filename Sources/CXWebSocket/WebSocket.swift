import CXRecord
import CXHTTP
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOWebSocket

/// A WebSocket (RFC 6455) as a client: SwiftNIO's framing over a ``ByteConnection``.
///
/// Never waits; for use by one thread. Pings are answered by themselves.
public final class WebSocket {
  /// The longest message, fragments together.
  public static let maximumMessage = 8 << 20
  /// The most that is read at once, so that one connection cannot keep the others waiting.
  private static let maximumTurn = 1 << 20

  private let connection: ByteConnection
  private let channel: EmbeddedChannel
  private let frames = FrameHandler()
  private let outgoing = Block()
  private var incoming = ByteBufferAllocator().buffer(capacity: 64 << 10)
  private let place: String
  /// Whether the server has agreed to speak WebSocket.
  public var isOpen: Bool { frames.isOpen }
  /// Whether something waits to be sent.
  public var hasOutgoing: Bool { outgoing.count > 0 }
  /// What to poll.
  public var descriptor: Int32 { connection.descriptor }

  /// Asks over a connection to the host of `url` for the change to WebSocket, whose answer is still
  /// to be received.
  init(_ url: WebSocketURL, over connection: ByteConnection, userAgent: String) throws(Fault) {
    place = url.host
    self.connection = connection
    channel = EmbeddedChannel()
    try guarded {
      try prepare()
      try ask(url, userAgent)
    }
    try flush()
  }

  private func prepare() throws {
    let frames = NIOLoopBound(frames, eventLoop: channel.embeddedEventLoop)
    let upgrader = NIOWebSocketClientUpgrader(
      maxFrameSize: Self.maximumMessage, automaticErrorHandling: true
    ) { channel, _ in
      channel.eventLoop.makeCompletedFuture {
        let aggregator = NIOWebSocketFrameAggregator(
          minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1 << 16,
          maxAccumulatedFrameSize: Self.maximumMessage)
        try channel.pipeline.syncOperations.addHandlers([aggregator, frames.value])
      }
    }
    try channel.pipeline.syncOperations.addHTTPClientHandlers(
      leftOverBytesStrategy: .forwardBytes,
      withClientUpgrade: (upgraders: [upgrader], completionHandler: { _ in }))
    // The embedded channel knows no addresses; any makes it active.
    _ = channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1))
    channel.embeddedEventLoop.run()
  }

  private func ask(_ url: WebSocketURL, _ userAgent: String) throws {
    let headers = HTTPHeaders([
      ("Host", url.host), ("User-Agent", userAgent), ("Content-Length", "0"),
    ])
    let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: url.target, headers: headers)
    try channel.writeOutbound(HTTPClientRequestPart.head(head))
    try channel.writeOutbound(HTTPClientRequestPart.end(nil))
    try collect()
  }

  /// Sends a text, or as much of it as fits now; see ``flush()``.
  public func send(_ text: String) throws(Fault) {
    let frame = WebSocketFrame(
      fin: true, opcode: .text, maskKey: .random(), data: channel.allocator.buffer(string: text))
    try guarded { try channel.writeOutbound(frame) }
    try flush()
  }

  /// Says good-bye, as far as that can be done without waiting.
  public func close() {
    guard isOpen else { return }
    var code = channel.allocator.buffer(capacity: 2)
    code.write(webSocketErrorCode: .goingAway)
    let frame = WebSocketFrame(
      fin: true, opcode: .connectionClose, maskKey: .random(), data: code)
    try? guarded { try channel.writeOutbound(frame) }
    try? flush()
  }

  /// Sends what waits, as far as it fits.
  public func flush() throws(Fault) {
    try guarded { try collect() }
    while outgoing.count > 0 {
      guard let sent = try connection.send(outgoing.bytes) else { return }
      outgoing.removeFirst(sent)
    }
  }

  /// Reads what is there and hands each message over, whose bytes are valid during the call.
  ///
  /// Returns whether more may be there at once.
  ///
  /// - Throws: A fault with the reason when the connection is at its end; the messages before it
  ///   were handed over.
  public func receive(_ take: (UnsafeRawBufferPointer) -> Void) throws(Fault) -> Bool {
    var total = 0
    while total < Self.maximumTurn {
      var count: Int? = 0
      var failure: Fault?
      incoming.clear()
      incoming.writeWithUnsafeMutableBytes(minimumWritableBytes: 64 << 10) { memory in
        do throws(Fault) {
          count = try connection.receive(into: memory)
        } catch {
          failure = error
        }
        return failure == nil ? count ?? 0 : 0
      }
      if let failure { throw failure }
      guard let count else { return false }
      if count == 0 { throw Fault(.unavailable, "\(place): the server hung up (1006)") }
      total += count
      try guarded { try channel.writeInbound(incoming) }
      for message in frames.takeMessages() { message.withUnsafeReadableBytes(take) }
      try flush()
      if let reason = frames.closing { throw Fault(.unavailable, "\(place): \(reason)") }
      if !isOpen, let status = try refusal() {
        throw Fault(.unavailable, "\(place): answers \(status) instead of opening a WebSocket")
      }
    }
    return true
  }

  private func refusal() throws(Fault) -> Int? {
    var status: Int?
    try guarded {
      while let part = try channel.readInbound(as: HTTPClientResponsePart.self) {
        if case .head(let head) = part { status = Int(head.status.code) }
      }
    }
    return status
  }

  private func collect() throws {
    channel.embeddedEventLoop.run()
    while let buffer = try channel.readOutbound(as: ByteBuffer.self) {
      buffer.withUnsafeReadableBytes { outgoing.append($0) }
    }
  }

  private func guarded(_ body: () throws -> Void) throws(Fault) {
    do {
      try body()
    } catch {
      throw Fault(.unavailable, "\(place): breaks the protocol: \(error)")
    }
  }
}
