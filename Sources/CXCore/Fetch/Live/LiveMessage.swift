import CXRecord

/// What a message of the socket is, as far as the connection is concerned.
///
/// Its bytes are valid as long as the message's memory.
enum LiveMessage {
  /// Data of a stream.
  case event(stream: UnsafeRawBufferPointer, data: UnsafeRawBufferPointer)
  /// The connection is there, and the stream's newest trade is this one.
  case heartbeat(stream: UnsafeRawBufferPointer, newest: Int64)
  /// The reply to the command of that number; 0 is one that names none.
  case reply(Int64, LiveReply)
  /// The server is about to go.
  case shutdown
  /// Anything else: kinds of messages that do not exist yet.
  case other

  /// Tells what a message of an exchange is; data are not looked into.
  init(_ bytes: UnsafeRawBufferPointer, of exchange: Exchange) throws(PayloadProblem) {
    switch exchange {
    case .binance: try self.init(binance: bytes)
    case .coinbase: try self.init(coinbase: bytes)
    case .kraken: try self.init(kraken: bytes)
    }
  }
}

/// What the exchange says to a command.
enum LiveReply: Equatable {
  /// `{"result":null,"id":1}`.
  case done
  /// `{"result":["btcusdt@aggTrade"],"id":3}`.
  case streams([String])
  /// `{"code":2,"msg":"Invalid request: ...","id":1}`, or the same in `"error":{...}`; the reason.
  case refused(String)
}
