/// A command of a client, `{"method":"SUBSCRIBE","params":["a@trade"],"id":1}`; read naively, since
/// only right ones matter.
struct SocketCommand {
  var method = ""
  var params: [String] = []
  var id = "null"

  init(_ text: String) {
    func behind(_ name: String) -> Substring {
      guard let range = text.firstRange(of: "\"\(name)\":") else { return "" }
      return text[range.upperBound...]
    }
    method = String(behind("method").dropFirst().prefix { $0 != "\"" })
    let list = behind("params").dropFirst().prefix { $0 != "]" }
    params = list.split(separator: ",").map { String($0.dropFirst().dropLast()) }
    let number = behind("id").prefix(while: \.isNumber)
    if !number.isEmpty { id = String(number) }
  }
}
