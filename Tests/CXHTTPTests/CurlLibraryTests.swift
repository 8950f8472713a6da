import CXCore
import Testing

@testable import CXHTTP

@Suite struct CurlLibraryTests {
  @Test func `a library that is not there is nil, one without the functions too`() {
    #expect(CurlLibrary(names: ["libcx-does-not-exist.so"]) == nil)
    #expect(CurlLibrary(names: ["libz.so.1", "libz.1.dylib"]) == nil)
    #expect(CurlLibrary(names: CurlLibrary.names) != nil)
  }

  @Test func `the message says how to get it`() {
    #expect(CurlLibrary.missing.kind == .unavailable)
    #expect(CurlLibrary.missing.message.contains("apt-get install libcurl4"))
  }

  @Test func `certificates come from the environment`() {
    func file(_ environment: [String: String]) -> String? {
      HTTPConfiguration { environment[$0] }.certificateFile
    }
    #expect(file([:]) == nil)
    #expect(file(["SSL_CERT_FILE": "/a"]) == "/a")
    #expect(file(["SSL_CERT_FILE": "/a", "CURL_CA_BUNDLE": "/b"]) == "/b")
    #expect(file(["SSL_CERT_FILE": "/a", "CURL_CA_BUNDLE": ""]) == "/a")
  }
}
