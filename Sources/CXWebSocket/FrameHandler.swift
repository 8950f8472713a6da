import NIOCore
import NIOWebSocket

/// Keeps the messages that came, answers pings, and notes how the connection ends.
final class FrameHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private(set) var isOpen = false
  /// Why the connection ends, once it does.
  private(set) var closing: String?
  private var messages: [ByteBuffer] = []

  func takeMessages() -> [ByteBuffer] {
    defer { messages.removeAll(keepingCapacity: true) }
    return messages
  }

  func handlerAdded(context: ChannelHandlerContext) {
    isOpen = true
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .text, .binary: messages.append(frame.unmaskedData)
    case .ping: answer(.pong, frame.unmaskedData, context)
    case .connectionClose:
      var body = frame.unmaskedData
      let code = body.readWebSocketErrorCode()
      let text = body.readString(length: min(body.readableBytes, 123)) ?? ""
      let number = code.map { UInt16(webSocketErrorCode: $0) } ?? 1005
      closing = "the server closes the connection (\(number)\(text.isEmpty ? "" : " \(text)"))"
      answer(.connectionClose, frame.unmaskedData, context)
    default: break
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    closing = closing ?? "the server breaks the protocol: \(error)"
    context.fireErrorCaught(error)
  }

  // A pong has the ping's bytes; a client masks all that it sends (RFC 6455 5.5.3, 5.3).
  private func answer(
    _ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext
  ) {
    let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
  }
}
