import NIOCore
import NIOWebSocket

/// One socket: its streams, its commands, its pings.
final class Session: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let hub: Hub
  private let isCombined: Bool
  let microseconds: Bool
  private(set) var streams: [StreamName]
  private var context: ChannelHandlerContext?
  /// Times of what came, milliseconds of a clock that never goes back.
  private var commandTimes: [Int64] = []
  private var flooded: [Bool] = []
  private var floodedStreams = -1
  let openedAt: Int64
  var pongAt: Int64
  var pingAt: Int64
  /// Until when nothing is sent, and whether pings are sent all the same.
  var stalledUntil: Int64 = 0
  var stallsWithPings = false

  init(_ hub: Hub, target: String) {
    self.hub = hub
    let query = Query(target)
    isCombined = query.path.hasPrefix("/stream")
    microseconds = query["timeUnit"]?.uppercased() == "MICROSECOND"
    let names =
      isCombined
      ? query["streams"]?.split(separator: "/").map(String.init) ?? []
      : query.path.split(separator: "/").dropFirst().map(String.init)
    streams = names.compactMap(StreamName.init)
    openedAt = hub.uptime
    pongAt = openedAt
    pingAt = openedAt
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    hub.add(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    hub.remove(self)
  }

  func channelInactive(context: ChannelHandlerContext) {
    self.context = nil
    hub.remove(self)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    if frame.maskKey == nil { return close(code: 1002) }
    switch frame.opcode {
    case .text:
      let bytes = frame.unmaskedData
      count()
      hub.command(String(buffer: bytes), of: self)
    case .pong:
      count()
      pongAt = hub.uptime
    case .ping:
      count()
      send(.pong, frame.unmaskedData)
    case .connectionClose:
      hub.note("client closes")
      context.close(promise: nil)
    default: break
    }
  }

  // More than five messages in a second end the connection.
  private func count() {
    let now = hub.uptime
    commandTimes = commandTimes.filter { now - $0 < 1_000 } + [now]
    if commandTimes.count > 5 {
      hub.note("flood")
      close(code: 1008)
    }
  }

  func subscribe(_ names: [StreamName]) {
    for name in names where !streams.contains(name) { streams.append(name) }
  }

  func unsubscribe(_ names: [StreamName]) {
    streams.removeAll(where: names.contains)
  }

  // MARK: - Sending

  /// Which streams of a flood it has.
  func floods(_ flood: Flood) -> [Bool] {
    if floodedStreams != streams.count {
      floodedStreams = streams.count
      flooded = flood.wanted(streams)
    }
    return flooded
  }

  /// Sends frames that are made already, past the encoder.
  func send(frames: ByteBuffer) {
    let pipeline = context?.pipeline.syncOperations
    let encoder = try? pipeline?.context(handlerType: WebSocketFrameEncoder.self)
    encoder?.writeAndFlush(NIOAny(frames), promise: nil)
  }

  func event(_ stream: StreamName, _ payload: String, fragmented: Bool) {
    text(
      isCombined ? #"{"stream":"\#(stream.text)","data":\#(payload)}"# : payload,
      fragmented: fragmented)
  }

  func text(_ text: String, fragmented: Bool = false) {
    guard let context, hub.uptime >= stalledUntil else { return }
    guard fragmented, text.utf8.count > 8 else {
      send(.text, context.channel.allocator.buffer(string: text))
      return
    }
    let bytes = Array(text.utf8)
    let cuts = [0, bytes.count / 3, bytes.count / 2, bytes.count]
    for (number, (start, end)) in zip(cuts, cuts.dropFirst()).enumerated() {
      let frame = WebSocketFrame(
        fin: end == bytes.count, opcode: number == 0 ? .text : .continuation,
        data: context.channel.allocator.buffer(bytes: bytes[start..<end]))
      context.write(wrapOutboundOut(frame), promise: nil)
      // A ping may come between fragments; a pong counts as a message, so not at each.
      if number == 0, hub.uptime - pingAt > 500 { ping() }
    }
  }

  func ping() {
    guard let context, hub.uptime >= stalledUntil || stallsWithPings else { return }
    pingAt = hub.uptime
    send(.ping, context.channel.allocator.buffer(string: String(hub.uptime)))
    context.flush()
  }

  func flush() {
    context?.flush()
  }

  private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer) {
    guard let context else { return }
    context.write(
      wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
    if opcode != .text { context.flush() }
  }

  /// Ends the connection: with a close frame, or without one (1006).
  func close(code: UInt16) {
    guard let context else { return }
    if code != 1_006 {
      var data = context.channel.allocator.buffer(capacity: 2)
      data.write(webSocketErrorCode: WebSocketErrorCode(codeNumber: Int(code)))
      send(.connectionClose, data)
    }
    context.close(promise: nil)
  }
}
