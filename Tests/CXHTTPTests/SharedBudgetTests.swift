import CXCore
import Foundation
import Testing

@testable import CXHTTP

@Suite struct SharedBudgetTests {
  @Test func `what several count at once is all counted`() async throws {
    let host = "http://test.invalid/\(UUID().uuidString)"
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let budget = SharedBudget(host: host)
          for _ in 0..<250 {
            budget?.update { WeightUsage(minute: 7, used: ($0?.used ?? 0) + 4) }
          }
        }
      }
    }
    var last: WeightUsage?
    let budget = try #require(SharedBudget(host: host))
    budget.update {
      last = $0
      return WeightUsage(minute: 8, used: 1)
    }
    #expect(last == WeightUsage(minute: 7, used: 4_000))
    budget.update {
      last = $0
      return WeightUsage(minute: 8, used: 1)
    }
    #expect(last == WeightUsage(minute: 8, used: 1))
    unlink(budget.path)
  }
}
