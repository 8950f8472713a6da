import CXCore
import Testing

/// Receivers and routes as a file says them, and its mistakes.
@Suite struct ReceiverReaderTests {
  private func fields(_ pairs: [(String, RuleNode.Content)]) -> RuleNode {
    RuleNode(
      .fields(pairs.map { (node(.text($0.0)), node($0.1)) }), line: 1, column: 1)
  }

  private func node(_ content: RuleNode.Content) -> RuleNode {
    RuleNode(content, line: 1, column: 1)
  }

  private func routing(
    receivers: [[(String, RuleNode.Content)]], routes: [[(String, RuleNode.Content)]] = []
  ) -> (Routing, [String]) {
    var reader = ReceiverReader()
    let routing = reader.routing(
      of: fields([
        ("routes", .list(routes.map { fields($0) })),
        ("receivers", .list(receivers.map { fields($0) })),
      ]))
    return (routing, reader.problems.map { $0.message + ($0.hint.map { " | \($0)" } ?? "") })
  }

  private func notice(severity: String) throws -> AlertNotice {
    try AlertNotice(
      line: #"{"type":"alert","symbol":"BTCUSDT","ts":1762873260000000,"rule":"r","#
        + #""state":"firing","severity":"\#(severity)","labels":{"team":"desk"},"key":"k"}"#)
  }

  @Test func settingsAreReadAsTheirKindSays() {
    let (routing, problems) = routing(receivers: [
      [
        ("name", .text("ops")), ("kind", .text("webhook")), ("url", .text("https://x.example")),
        ("secret_env", .text("KEY")), ("timeout", .text("3s")), ("limit", .text("20/1m")),
        ("allow_private", .text("true")), ("group_by", .text("rule")),
      ]
    ])
    #expect(problems.isEmpty)
    let receiver = routing.receivers.first
    #expect(receiver?.settings.text("url") == "https://x.example")
    #expect(receiver?.settings.secret("secret") == .environment("KEY"))
    #expect(receiver?.settings.number("timeout") == 3_000_000)
    #expect(receiver?.limit == RateLimit(count: 20, period: 60_000_000))
    #expect(receiver?.settings.flag("allow_private") == true)
    #expect(receiver?.groupBy == ["rule"])
  }

  @Test func mistakesAreFoundAtOnce() {
    let (_, problems) = routing(
      receivers: [
        [
          ("name", .text("a")), ("kind", .text("webhook")), ("secret", .text("hunter2")),
          ("limit", .text("many")), ("tiemout", .text("1s")),
        ],
        [("name", .text("a")), ("kind", .text("exce"))],
        [("name", .text("a")), ("kind", .text("exec")), ("command", .text("true"))],
      ],
      routes: [[("notify", .text("opps"))]])
    #expect(
      problems == [
        "\"secret\" is a secret and does not stand here | "
          + "write secret_file: PATH or secret_env: VARIABLE",
        "\"many\" is not a limit | write 20/1m",
        "unknown field \"tiemout\" | did you mean \"timeout\"?",
        "a webhook without url | add \"url: ...\"",
        "unknown kind \"exce\" | did you mean \"exec\"?",
        "another receiver is named \"a\" | names are unique",
        "no receiver is named \"opps\" | one of a, a",
      ])
    #expect(!problems.joined().contains("hunter2"))
  }

  @Test func aRulesOwnReceiversWinThenTheFirstRouteThenEverybody() throws {
    let receivers: [[(String, RuleNode.Content)]] = ["a", "b", "c"].map {
      [("name", .text($0)), ("kind", .text("exec")), ("command", .text("true"))]
    }
    let (routed, problems) = routing(
      receivers: receivers,
      routes: [
        [
          ("match", fields([("team", .text("d*")), ("severity", .text("critical"))]).content),
          ("notify", .text("a")),
        ],
        [("match", fields([("symbol", .text("BTC*"))]).content), ("notify", .text("b"))],
      ])
    #expect(problems.isEmpty)
    let critical = try notice(severity: "critical")
    #expect(routed.receivers(of: critical, named: []).map(\.name) == ["a"])
    #expect(try routed.receivers(of: notice(severity: "info"), named: []).map(\.name) == ["b"])
    #expect(routed.receivers(of: critical, named: ["c", "b"]).map(\.name) == ["b", "c"])
    let everybody = routing(receivers: receivers).0
    #expect(everybody.receivers(of: critical, named: []).map(\.name) == ["a", "b", "c"])
  }
}
