// A local exchange for tests: Binance's REST interface over a seeded market, with faults on demand.
//
//   StandInExchange --port 0 --seed 7
//   curl 'http://127.0.0.1:PORT/standin/fault?kind=429&count=2'
//
// The market, the klines and the records that a right client makes of them are computed here
// naively, by other means than in cx, so that comparing means something.

do {
  let options = try Options(CommandLine.arguments.dropFirst())
  try Server(Exchange(options)).run(port: options.port)
} catch let problem as OptionProblem {
  fail("StandInExchange: \(problem.text)", status: 64)
} catch {
  fail("StandInExchange: \(error)", status: 69)
}
