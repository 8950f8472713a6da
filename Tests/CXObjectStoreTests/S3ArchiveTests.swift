import CXTestKit
import Testing

/// The program and a real S3.
@Suite struct S3ArchiveTests {
  @Test func archivedCompactedAndAsked() throws {
    let service = try S3Service.shared.get()
    let bucket = try service.makeBucket()
    let outcome = try BuiltProgram.run(
      """
      cx fetch simulate --seed 5 --count 3000 > trades.ndjson
      sort trades.ndjson > expected
      split -n r/3 trades.ndjson part
      for part in part??; do cx archive --single-writer --to s3://\(bucket)/m $part || exit; done
      cx archive --single-writer --to s3://\(bucket)/m trades.ndjson
      cx archive --stats --to s3://\(bucket)/m | grep -o '"count":[0-9]*,"files":[0-9]*'
      cx archive compact --single-writer --to s3://\(bucket)/m || exit
      cx archive --stats --to s3://\(bucket)/m | grep -o '"count":[0-9]*,"files":[0-9]*'
      cx query trades --from s3://\(bucket)/m | sort | cmp - expected && echo whole
      """, variables: service.variables)
    #expect(outcome.errorText == "")
    let lines = outcome.outputText.split(separator: "\n")
    #expect(lines.first == "\"count\":3000,\"files\":3" && lines.last == "whole")
    #expect(lines.dropFirst().first == "\"count\":3000,\"files\":1")
  }

  @Test func twoWritersAreRefusedWhereTheServiceCannotKeepThemApart() throws {
    let service = try S3Service.shared.get()
    let bucket = try service.makeBucket()
    let outcome = try BuiltProgram.run(
      """
      cx fetch simulate --count 10 | cx archive --to s3://\(bucket)
      echo $?; cx query trades --from s3://\(bucket); echo $?
      """, variables: service.variables)
    #expect(outcome.outputText == "78\n1\n")
    #expect(outcome.errorText.contains("--single-writer"))
  }

  @Test func wrongKeysEndWithTheirStatus() throws {
    let service = try S3Service.shared.get()
    let bucket = try service.makeBucket()
    let outcome = try BuiltProgram.run(
      "cx fetch simulate --count 10 | cx archive --to s3://\(bucket)",
      variables: service.variables.merging(["AWS_SECRET_ACCESS_KEY": "hush"]) { $1 })
    #expect(outcome.status == 77)
    #expect(!outcome.errorText.contains("hush"))
    let none = try BuiltProgram.run("cx fetch simulate --count 10 | cx archive --to s3://\(bucket)")
    #expect(none.status == 78)
  }
}
