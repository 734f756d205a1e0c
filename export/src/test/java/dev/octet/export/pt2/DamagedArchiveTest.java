package dev.octet.export.pt2;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.export.Resources;
import dev.octet.export.capture.CapturePipeline;
import dev.octet.program.ReadLimits;
import dev.octet.tensor.InputException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Damaged and hostile files give our own exception or a program, in bounded time and memory. */
final class DamagedArchiveTest {
  private static final int MUTATIONS = Integer.getInteger("octet.reliability.mutations", 20_000);
  private static final long SECONDS = 1_000_000_000L;

  @Test
  void anyDamageGivesAProgramOrAnInputException() {
    List<byte[]> originals =
        List.of(
            Resources.bytes("goldens/models/mlp/model.pt2"),
            Resources.bytes("goldens/models/conv_bn_relu/model.pt2"),
            Resources.bytes("goldens/legacy/mlp.flat.pt2"),
            Resources.bytes("goldens/legacy/mlp.pickled.pt2"),
            Resources.bytes("goldens/legacy/conv_bn_relu.flat.pt2"),
            Resources.bytes("goldens/legacy/conv_bn_relu.pickled.pt2"),
            Resources.bytes("exports/dyn/model.pt2"),
            Resources.bytes("exports/copy_view/model.pt2"));
    AtomicInteger refused = new AtomicInteger();
    AtomicLong slowest = new AtomicLong();
    IntStream.range(0, MUTATIONS)
        .parallel()
        .forEach(seed -> {
          long start = System.nanoTime();
          if (!reads(new Mutations(seed).mutate(originals.get(seed % originals.size())), seed)) {
            refused.incrementAndGet();
          }
          slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
        });
    assertWithMessage("refused of %s", MUTATIONS).that(refused.get()).isGreaterThan(MUTATIONS / 4);
    assertWithMessage("slowest read in nanoseconds").that(slowest.get()).isLessThan(5 * SECONDS);
  }

  private static boolean reads(byte[] damaged, int seed) {
    try (Arena arena = Arena.ofConfined()) {
      CapturePipeline.apply(
          Pt2Reader.read(MemorySegment.ofArray(damaged), "damaged", ReadLimits.defaults(), arena));
      return true;
    } catch (InputException e) {
      assertWithMessage("seed %s", seed).that(e).hasMessageThat().isNotEmpty();
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + seed + " gave " + e, e);
    }
  }
}
