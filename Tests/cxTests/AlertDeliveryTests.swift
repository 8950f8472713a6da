import CXTestKit
import Foundation
import Testing

/// Alert events on their way to receivers, by the program as people run it.
@Suite struct AlertDeliveryTests {
  static let scripts = BuiltProgram.package.appendingPathComponent("Tests/receivers").path

  private static let start = 1_762_873_200_000_000

  /// Candles of a minute each, with these closes.
  private func candles(_ closes: [Int]) -> [String] {
    closes.enumerated().map { index, close in
      let time = Self.start + index * 60_000_000
      return #"{"type":"candle","symbol":"X","interval":"1m","ts":\#(time),"#
        + #""end":\#(time + 60_000_000),"open":\#(close),"high":\#(close),"low":\#(close),"#
        + #""close":\#(close),"volume":1,"final":true,"rev":0}"# + "\n"
    }
  }

  /// Runs a script beside a receiver of webhooks, whose port it knows as `$PORT`, and whose
  /// requests stand in the file `requests` afterwards.
  private func withDouble(_ script: String, input: String) throws -> (Outcome, [Request]) {
    try BuiltProgram.withTemporaryFolder { folder in
      let environment = BuiltProgram.environment(home: folder)
      let double = try Program(
        "exec python3 '\(Self.scripts)/double.py' requests", directory: folder,
        environment: environment)
      double.run(seconds: 30) { $0.output.contains(UInt8(ascii: "\n")) }
      let said = String(decoding: double.output, as: UTF8.self).split(separator: " ")
      let port = try #require(said.last).trimmingCharacters(in: .whitespacesAndNewlines)
      let outcome = try Program.run(
        script, input: input.utf8, directory: folder,
        environment: environment.merging(["PORT": port]) { $1 }, seconds: 60)
      let log = (try? String(contentsOfFile: "\(folder)/requests", encoding: .utf8)) ?? ""
      let requests = try log.split(separator: "\n").map {
        try JSONDecoder().decode(Request.self, from: Data($0.utf8))
      }
      return (outcome, requests)
    }
  }

  struct Request: Decodable {
    var path: String
    var headers: [String: String]
    var body: String
  }

  private func receivers(_ settings: String) -> String {
    "echo 'receivers: [{name: r, \(settings)}]' | sed s/PORT/$PORT/ > r.yaml\n"
  }

  @Test func killedAtAnyMomentNothingIsLost() throws {
    let outcome = try BuiltProgram.run("python3 '\(Self.scripts)/kill.py' 6")
    #expect(outcome.ending == .exited(0), "\(outcome.outputText)\(outcome.errorText)")
    #expect(outcome.outputText.hasPrefix("6 kills, 55 keys, "))
  }

  @Test func aWebhookIsSignedAndNamesItsDelivery() throws {
    let (outcome, requests) = try withDouble(
      receivers(
        "kind: webhook, url: \"http://127.0.0.1:PORT/ok\", allow_private: true, secret_env: KEY")
          + """
          KEY=hush cx alert 'close > 1' --notify --receivers r.yaml > events
          python3 -c '
          import hashlib, hmac, json
          request = json.loads(open("requests").read())
          parts = dict(part.split("=") for part in request["headers"]["cx-signature"].split(","))
          signed = (parts["t"] + "." + request["body"]).encode()
          assert hmac.new(b"hush", signed, hashlib.sha256).hexdigest() == parts["v1"]
          event = json.loads(open("events").read())
          assert json.loads(request["body"])["alerts"] == [event]
          assert request["headers"]["cx-delivery"] == event["key"]'
          """, input: candles([2]).joined())
    #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
    #expect(requests.count == 1)
    #expect(!outcome.errorText.contains("hush"))
  }

  @Test func privateAddressesAndRedirectsAreRefused() throws {
    let (outcome, requests) = try withDouble(
      """
      cat > r.yaml <<END
      receivers:
        - {name: a, kind: webhook, url: "http://127.0.0.1:$PORT/ok"}
        - {name: b, kind: webhook, url: "http://localhost:$PORT/ok"}
        - {name: c, kind: webhook, url: "http://127.0.0.1:$PORT/redirect", allow_private: true}
        - {name: d, kind: webhook, url: "http://127.0.0.1:$PORT/gone", allow_private: true}
      END
      cx alert 'close > 1' --notify --receivers r.yaml > events
      cx alert outbox
      """, input: candles([2]).joined())
    #expect(outcome.ending == .exited(0))
    #expect(requests.map(\.path).sorted() == ["/gone", "/redirect"])
    let dead = outcome.outputText.split(separator: "\n")
    #expect(dead.count == 4)
    #expect(dead.allSatisfy { $0.contains(#""state":"dead","tries":1"#) })
    #expect(outcome.errorText.contains("127.0.0.1 is not an address of the public Internet"))
    #expect(outcome.errorText.contains("/gone answered 410: no such hook"))
  }

  @Test func aBusyReceiverIsLeftAloneAndASlowOneIsNotWaitedFor() throws {
    let (outcome, requests) = try withDouble(
      """
      cat > r.yaml <<END
      receivers:
        - {name: busy, kind: webhook, url: "http://127.0.0.1:$PORT/busy", allow_private: true}
        - {name: slow, kind: webhook, url: "http://127.0.0.1:$PORT/stall", allow_private: true, \
      timeout: 300ms}
      END
      cx alert 'close > 1' --notify --receivers r.yaml > events
      echo $?
      until cx alert outbox --receiver busy --all | grep -q delivered; do
        cx alert deliver --receivers r.yaml
      done 2> /dev/null
      cx alert outbox --receiver slow
      """, input: candles([2]).joined())
    #expect(outcome.outputText.hasPrefix("75\n"))
    #expect(outcome.outputText.contains(#""state":"waiting""#))
    #expect(outcome.errorText.contains("/busy answered 503: not now"))
    let busy = requests.filter { $0.path == "/busy" }
    #expect(busy.count == 2)
    #expect(Set(busy.map { $0.headers["cx-delivery"] }).count == 1)
  }

  @Test func restartedInEveryStateItPagesOnceAndTheEndArrives() throws {
    // Pending, firing, kept firing, resolved, and again.
    let lines = candles([1, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 1, 1, 1])
    let rule = """
      cat > r.yaml <<END
      rules: [{name: high, condition: close > 1, for: 2m, keep_firing_for: 1m, cooldown: 1m}]
      receivers: [{name: r, kind: exec, shell: true, command: cat >> told}]
      END

      """
    let each = """
      while read -r line; do
        echo "$line" | cx alert --rules r.yaml --notify --state s >> events
        echo "$line" > last
      done
      cx alert --rules r.yaml --notify --state s < last
      cat told
      """
    let whole = try BuiltProgram.run(
      rule + "cx alert --rules r.yaml", input: lines.joined())
    let restarted = try BuiltProgram.run(rule + each, input: lines.joined())
    #expect(whole.outputText.split(separator: "\n").count == 4)
    #expect(restarted.outputText == whole.outputText)
    #expect(restarted.errors.isEmpty, "\(restarted.errorText)")
  }

  @Test func whatIsWrittenIsInTheOutboxAlready() throws {
    let outcome = try BuiltProgram.run(
      """
      echo 'receivers: [{name: r, kind: exec, command: [sleep, "2"]}]' > r.yaml
      { cat; exec sleep 2; } | cx alert 'close > 1' --notify --receivers r.yaml | {
        read -r event
        cx alert outbox | grep -c waiting
        kill -KILL 0
      }
      """, input: candles([2]).joined())
    #expect(outcome.outputText == "1\n")
  }

  @Test func programsShareAnOutboxAndSendOnce() throws {
    let outcome = try BuiltProgram.run(
      """
      echo 'receivers: [{name: r, kind: exec, shell: true, limit: 9999/1m,
        command: echo $CX_DELIVERY_KEY >> keys}]' > r.yaml
      cat > candles
      for round in 1 2 3; do
        cx alert 'close > prev(close)' candles --notify --receivers r.yaml > events &
        cx alert deliver --receivers r.yaml --outbox $HOME/.local/state/cx/outbox.db &
      done 2> /dev/null
      wait
      until cx alert deliver --receivers r.yaml; do :; done 2> /dev/null
      wc -l < keys
      sort -u keys | wc -l
      """, input: candles((0..<60).map { $0 % 2 }).joined())
    #expect(outcome.outputText == "59\n59\n")
  }

  @Test func aReaderThatLeavesDoesNotStopDelivery() throws {
    let outcome = try BuiltProgram.run(
      """
      echo 'receivers: [{name: r, kind: exec, shell: true, command: cat >> told}]' > r.yaml
      { cat; sleep 1; echo '{"type":"tick","ts":1762873900000000}'; } |
        cx alert 'close > prev(close)' --notify --receivers r.yaml | head -n 1 > first
      cmp told first || wc -l told
      """, input: candles([1, 2]).joined())
    #expect(outcome.ending == .exited(0))
    #expect(outcome.output.isEmpty, "\(outcome.outputText)")
  }

  @Test func receiversWithMistakesAreShownWithLineAndCaret() throws {
    let outcome = try BuiltProgram.run(
      """
      printf 'receivers:\\n  - {name: r, kind: webook, url: x}\\n' > r.yaml
      cx alert 'close > 1' --notify --receivers r.yaml
      """)
    #expect(outcome.ending == .exited(78))
    #expect(outcome.errorText.contains("r.yaml:2:21: unknown kind \"webook\""))
    #expect(outcome.errorText.contains("^ did you mean \"webhook\"?"))
  }
}
