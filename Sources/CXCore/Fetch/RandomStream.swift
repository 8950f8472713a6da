/// Random numbers that are the same for the same seed, everywhere and forever.
///
/// xoshiro256** 1.0 by David Blackman and Sebastiano Vigna, seeded by SplitMix64, as they advise
/// (https://prng.di.unimi.it/xoshiro256starstar.c, https://prng.di.unimi.it/splitmix64.c).
struct RandomStream {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64) {
    var counter = seed
    func splitMix() -> UInt64 {
      counter &+= 0x9E37_79B9_7F4A_7C15
      var word = counter
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
    state = (splitMix(), splitMix(), splitMix(), splitMix())
  }

  /// 64 random bits.
  mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// A number of 0 to `bound - 1`, by a multiplication (Lemire, https://arxiv.org/abs/1805.10941)
  /// without its rejection: the bias, below 2⁻³² for bounds below 2³², does no harm here.
  mutating func below(_ bound: UInt64) -> UInt64 {
    next().multipliedFullWidth(by: bound).high
  }

  /// Whether something of this probability, in units of 2⁻³², happens.
  mutating func happens(_ probability: UInt64) -> Bool {
    next() >> 32 < probability
  }

  /// An exponentially distributed number of mean 65 536.
  ///
  /// -log₂ of a uniform number is the count of its leading zeros and the rest of its logarithm,
  /// taken as linear between powers of two (off by at most 0.09). The mean of that is 3/2.
  mutating func exponential() -> Int64 {
    let word = next()
    let zeros = word.leadingZeroBitCount
    let rest = Int64((word << UInt64(zeros + 1)) >> 48)
    return (((Int64(zeros) << 16) + 65_536 - rest) * 43_691) >> 16
  }

  /// A number of mean 0 and standard deviation 37 837 (2¹⁶ / √3), nearly normal: the sum of four
  /// uniform ones (Irwin-Hall).
  mutating func normal() -> Int64 {
    let word = next()
    let sum =
      (word & 0xFFFF) + (word >> 16 & 0xFFFF) + (word >> 32 & 0xFFFF) + (word >> 48)
    return Int64(sum) - 131_070
  }
}
