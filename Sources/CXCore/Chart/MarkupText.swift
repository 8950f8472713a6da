/// Text within XML and HTML.
enum MarkupText {
  /// The text, with entities for what would be markup, in attributes too.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
