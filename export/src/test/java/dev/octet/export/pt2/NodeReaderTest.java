package dev.octet.export.pt2;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.export.Resources;
import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeReaderTest {
  private static final byte[] MLP = Resources.bytes("goldens/models/mlp/model.pt2");

  @ParameterizedTest
  @ValueSource(strings = {"#", "aten.", ".", "torch.ops."})
  void aTargetThatNamesNoOperatorIsRefused(String target) {
    byte[] damaged =
        Archives.replace(MLP, "model/models/model.json", "torch.ops.aten.relu.default", target);
    try (Arena arena = Arena.ofConfined()) {
      FormatException e =
          assertThrows(
              FormatException.class,
              () ->
                  Pt2Reader.read(
                      MemorySegment.ofArray(damaged), "a.pt2", ReadLimits.defaults(), arena));
      assertThat(e).hasMessageThat().contains("target '" + target + "'");
      assertThat(e).hasMessageThat().contains("an operator name without a base");
    }
  }
}
