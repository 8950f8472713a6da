import CXCore

/// What `cx alert --help` and the manual say.
enum AlertHelp {
  static let discussion = """
    A rule is a condition in the language of cx enrich (cx enrich --help lists it): \
    'close > 100000', 'change(5m) > 2%', 'cross(sma(20), sma(50))', or 'nodata 2m'. 2% is 0.02, and \
    5m a span of time. An argument with a space, a parenthesis or a comparison is a rule, any other \
    a file (write ./a=b for a file of that name). Without a rule there, --rules is read, also from \
    the configuration (alert: rules: FILE), and without that the starter set holds:

    \(starters)

    A rule is followed for each instrument, record type and interval apart. Time is event time: a \
    candle's end, a trade's ts, or a tick. Only alert events are written: state firing, resolved, or \
    retracted where a candle's later revision undoes the condition. The same input gives the same \
    events and keys, live or from history, and with --state over restarts. A condition that is null \
    changes nothing; one that fails is reported like a refused line (status 2).

    Rules in a file are a YAML list of conditions or of these fields:
      name             unique (default: the condition)
      match            {symbol: [BTC*, ETHUSDT], interval: 1m}; exchange, type, tenant
      condition        what must hold
      for              how long it must hold without a break before it fires (0)
      clear            what must be true too before it ends: hysteresis
      keep_firing_for  how long it must be over before it ends (0)
      cooldown         how long after its end it does not fire again (0)
      severity         info, warning (default) or critical
      labels           {team: desk}, passed on
      message          '{symbol} at {close}': fields, value, rule, severity, condition, labels
      notify           [ops, mail]: the receivers that its events go to, instead of the routes

    With --notify events go to receivers too: each is noted in an outbox on disk before it is \
    written, and tried until its receiver has it, at least once, under the same key, by this run, \
    the next, or cx alert deliver (status 75: something waits). What is refused or given up stays \
    for cx alert outbox. Receivers stand in --receivers, or beside the rules:
      receivers: [{name: ops, kind: webhook, url: https://..., secret_file: key, limit: 20/1m}]
      routes: [{match: {severity: critical, team: desk}, notify: ops}]

    A rule's notify wins over the routes, of which the first that matches counts; without routes \
    everybody is told. Every receiver has name, kind, limit (60/1m; what is above goes as one \
    digest), group_by and group_wait (what has these fields or labels in common goes as one), and \
    give_up_after (3d). Secrets stand in a file or a variable: secret_file: PATH, secret_env: NAME.
      webhook  url, secret, headers, timeout, allow_private (addresses that are not public)
      exec     command: [program, argument], shell, timeout; events on its stdin, CX_DELIVERY_KEY
      smtp     url (smtp://host:587, smtps://host), from, to, username, password, ca_file, tls \
    (required, which is STARTTLS, or none), timeout; the mail shows the candles since the start
      sendgrid mailgun  from, to, api_key; domain for Mailgun; url for another region
      slack discord     url, a secret
      telegram          chat, token
      pagerduty         routing_key; an alert's end resolves what its beginning triggered
      alertmanager      url, token, hold (1d: how long an alert is kept without its end)

    An alert under a silence is written with "silenced":"NAME", and nobody is told. Event time \
    decides. One that still fires when its silence is over is told then. Labels are rule, severity, \
    symbol, exchange, interval, type, tenant and the rule's own; = != =~ !~ are Alertmanager's.
      silences:
        - {name: upgrade, match: symbol=~BTC.*, from: 2026-01-01T06:00Z, until: 2026-01-02}
        - {name: nights, match: severity!=critical, weekdays: "monday:friday", location: UTC, \
    times: [{start_time: "22:00", end_time: "24:00"}]}

    Examples:
      cx fetch simulate --seed 7 | cx window 1m | cx alert
      cx fetch simulate --count 99999 | cx window 1m | cx alert 'change(2m) > 0.1%'
      cx fetch simulate --count 99999 | cx window 1m | cx alert --summary 'close > prev(close)'
    """

  private static var starters: String {
    let width = AlertRule.starters.map(\.name.utf8.count).max() ?? 0
    return AlertRule.starters.map { rule in
      let padding = String(repeating: " ", count: width - rule.name.utf8.count)
      return "  \(rule.name)\(padding)  \(rule.condition.source)"
    }.joined(separator: "\n")
  }
}
