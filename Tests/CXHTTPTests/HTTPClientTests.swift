import CXCore
import CXHTTP
import CXTestKit
import Testing

@Suite struct HTTPClientTests {
  private let exchange: StandIn

  init() throws {
    exchange = try StandIn()
  }

  private func isTransient(_ error: any Error) -> Bool {
    if case .transient = error as? HTTPFailure { true } else { false }
  }

  @Test func `an answer has status, headers without case, and a body`() throws {
    let response = try HTTPClient().get(exchange.baseURL + "/api/v3/ping")
    #expect(response.status == 200)
    #expect(response.body == Array("{}".utf8))
    #expect(response.headers["x-mbx-used-weight-1m"] == "1")
    #expect(response.headers["CONTENT-TYPE"] == "application/json;charset=UTF-8")
    #expect(response.headers["absent"] == nil)
  }

  @Test func `headers are sent`() throws {
    let response = try HTTPClient().get(
      exchange.baseURL + "/api/v3/time", headers: [("X-MBX-TIME-UNIT", "MICROSECOND")])
    #expect(response.body.count == #"{"serverTime":1762873205000000}"#.utf8.count)
  }

  @Test func `a compressed body arrives as it was`() throws {
    let client = try HTTPClient()
    let url = exchange.baseURL + "/api/v3/aggTrades?symbol=BTCUSDT&limit=1000"
    let plain = try client.get(url)
    _ = try client.get(exchange.baseURL + "/standin/fault?kind=gzip")
    let packed = try client.get(url)
    #expect(packed.headers["content-encoding"] == "gzip")
    #expect(packed.body == plain.body)
    #expect(plain.body.count > 50_000)
  }

  @Test func `an error is an answer, with its headers`() throws {
    let client = try HTTPClient()
    _ = try client.get(exchange.baseURL + "/standin/fault?kind=429")
    let response = try client.get(exchange.baseURL + "/api/v3/ping")
    #expect(response.status == 429)
    #expect(response.headers["retry-after"] == "1")
  }

  @Test func `a body that breaks off is a passing failure, and the next request succeeds`() throws {
    let client = try HTTPClient()
    _ = try client.get(exchange.baseURL + "/standin/fault?kind=truncated")
    #expect {
      try client.get(exchange.baseURL + "/api/v3/exchangeInfo")
    } throws: {
      isTransient($0)
    }
    #expect(try client.get(exchange.baseURL + "/api/v3/ping").status == 200)
  }

  @Test func `a slow body runs into the time limit`() throws {
    var configuration = HTTPConfiguration()
    configuration.totalTimeoutMilliseconds = 300
    let client = try HTTPClient(configuration)
    _ = try client.get(exchange.baseURL + "/standin/fault?kind=slow&ms=5000")
    #expect {
      try client.get(exchange.baseURL + "/api/v3/exchangeInfo")
    } throws: {
      isTransient($0)
    }
  }

  @Test func `a body above the limit is refused`() throws {
    var configuration = HTTPConfiguration()
    configuration.maximumBodyBytes = 100
    let client = try HTTPClient(configuration)
    #expect {
      try client.get(exchange.baseURL + "/api/v3/exchangeInfo")
    } throws: { error in
      guard case .permanent(let fault) = error as? HTTPFailure else { return false }
      return fault.message.contains("100 bytes")
    }
  }

  @Test func `a transfer ends when it is cancelled`() throws {
    let client = try HTTPClient(isCancelled: { true })
    #expect(throws: HTTPFailure.cancelled) {
      try client.get(exchange.baseURL + "/api/v3/exchangeInfo")
    }
  }

  @Test func `nobody there is a passing failure, without secrets in the message`() throws {
    let client = try HTTPClient()
    #expect {
      try client.get("http://user:secret@127.0.0.1:1/path?key=hidden")
    } throws: { error in
      guard case .transient(let fault) = error as? HTTPFailure else { return false }
      return fault.message.hasPrefix("http://127.0.0.1:1/path: ")
        && !fault.message.contains("secret") && !fault.message.contains("hidden")
    }
  }

  @Test(arguments: ["http://", "ftp://127.0.0.1/", "not a url"])
  func `a bad URL stays bad`(url: String) throws {
    let client = try HTTPClient()
    #expect {
      try client.get(url)
    } throws: { error in
      if case .permanent = error as? HTTPFailure { true } else { false }
    }
  }
}
