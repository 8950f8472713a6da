import CXCore

extension HTTPClient {
  /// Asks a host of an exchange, and waits for the answer, whatever it is.
  public func ask(
    _ request: RESTRequest, of host: String, _ exchange: Exchange
  ) throws(HTTPFailure) -> RESTAnswer {
    let response = try get(host + request.target, headers: exchange.headers)
    return RESTAnswer(status: response.status, body: response.body) { response.headers[$0] }
  }
}
