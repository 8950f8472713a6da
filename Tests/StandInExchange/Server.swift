import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// Serves an ``Exchange`` on the loopback address until the process is ended.
struct Server {
  private let exchange: Exchange

  init(_ exchange: Exchange) {
    self.exchange = exchange
  }

  func run(port: Int) throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let exchange = exchange
    let channel = try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 64)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let connection = Connection(exchange)
          let bound = NIOLoopBound(connection, eventLoop: channel.eventLoop)
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (
              upgraders: [Self.upgrader(exchange)],
              completionHandler: { context in
                context.pipeline.syncOperations.removeHandler(bound.value, promise: nil)
              }
            ))
          try channel.pipeline.syncOperations.addHandler(connection)
        }
      }
      .bind(host: "127.0.0.1", port: port).wait()
    print("listening on 127.0.0.1:\(channel.localAddress?.port ?? 0)")
    flushOutput()
    channel.eventLoop.scheduleRepeatedTask(
      initialDelay: .milliseconds(5), delay: .milliseconds(5)
    ) { _ in exchange.hub?.tick() }
    if exchange.hub?.isFlooding == true {
      channel.eventLoop.scheduleRepeatedTask(
        initialDelay: .milliseconds(1), delay: .milliseconds(1)
      ) { _ in exchange.hub?.tickFlood() }
    }
    try channel.closeFuture.wait()
  }

  /// Sockets live below `/ws` and `/stream`; Coinbase's at `/` and Kraken's at `/v2`.
  private static func upgrader(_ exchange: Exchange) -> NIOWebSocketServerUpgrader {
    NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, head in
        channel.eventLoop.makeCompletedFuture {
          let path = Query(head.uri).path
          let isSocket =
            ["/ws", "/v2"].contains { path.hasPrefix($0) } || ["/", "/stream"].contains(path)
          return isSocket && exchange.hub?.mayOpen() == true ? [:] : nil
        }
      },
      upgradePipelineHandler: { channel, head in
        channel.eventLoop.makeCompletedFuture {
          guard let hub = exchange.hub else { return }
          try channel.pipeline.syncOperations.addHandler(Session(hub, target: head.uri))
        }
      })
  }
}

/// One connection: answers requests one by one.
final class Connection: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let exchange: Exchange
  private var head: HTTPRequestHead?

  init(_ exchange: Exchange) {
    self.exchange = exchange
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      let unit = head.headers.first(name: "X-MBX-TIME-UNIT")?.uppercased()
      let range = head.headers.first(name: "Range")
      send(
        exchange.answer(head.uri, microseconds: unit == "MICROSECOND", range: range), context,
        hasBody: head.method != .HEAD)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A client that goes away in the middle is a test's business, not the exchange's.
    context.close(promise: nil)
  }

  private func send(_ answer: Answer, _ context: ChannelHandlerContext, hasBody: Bool) {
    var body = answer.bytes ?? Array(answer.body.utf8)
    var headers = HTTPHeaders(answer.headers)
    headers.add(name: "Content-Type", value: answer.type)
    headers.add(name: "Date", value: DateHeader.text(milliseconds: exchange.now))
    if case .gzipped = answer.manner {
      body = Gzip.wrap(body)
      headers.add(name: "Content-Encoding", value: "gzip")
    }
    headers.add(name: "Content-Length", value: String(body.count))
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if !hasBody { return finish(context) }
    switch answer.manner {
    case .whole, .gzipped:
      write(body[...], context)
      finish(context)
    case .truncated:
      write(body.prefix(body.count / 2), context)
      context.flush()
      context.close(promise: nil)
    case .slow(let milliseconds):
      write(body.prefix(body.count / 2), context)
      context.flush()
      context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds)) {
        self.write(body.dropFirst(body.count / 2), context)
        self.finish(context)
      }
    }
  }

  private func write(_ bytes: ArraySlice<UInt8>, _ context: ChannelHandlerContext) {
    let buffer = context.channel.allocator.buffer(bytes: bytes)
    context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
  }

  private func finish(_ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}
