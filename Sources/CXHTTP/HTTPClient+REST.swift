import CXCore

extension HTTPClient {
  /// Asks a host of Binance's, and waits for the answer, whatever it is.
  ///
  /// Times come in microseconds, as from the streams and the bulk files: the same trade is the same
  /// record from everywhere.
  public func ask(
    _ request: RESTRequest, of host: String
  ) throws(HTTPFailure) -> RESTAnswer {
    let response = try get(
      host + request.target, headers: [("X-MBX-TIME-UNIT", "MICROSECOND")])
    return RESTAnswer(status: response.status, body: response.body) { response.headers[$0] }
  }
}
