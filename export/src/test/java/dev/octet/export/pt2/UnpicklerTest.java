package dev.octet.export.pt2;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UnpicklerTest {
  private static Object read(String pickle) {
    return new Unpickler(
            pickle.getBytes(StandardCharsets.ISO_8859_1), ReadLimits.defaults(), "test")
        .read();
  }

  private static FormatException refusal(String pickle) {
    return assertThrows(FormatException.class, () -> read(pickle));
  }

  @Test
  void containersAndNumbers() {
    assertThat(read("\u0080\u0002}(X\u0001\0\0\0aK\u0005X\u0001\0\0\0b]K\u0007au."))
        .isEqualTo(Map.of("a", 5L, "b", List.of(7L)));
    assertThat(read("\u0080\u0002\u008a\u0002\u0000\u00ff.")).isEqualTo(-256L);
    assertThat(read("\u0080\u0002J\u00fe\u00ff\u00ff\u00ff.")).isEqualTo(-2L);
    assertThat(read("\u0080\u0002K\u0001\u0089\u0088\u0087."))
        .isEqualTo(new PickleValue.Tuple(List.of(1L, false, true)));
  }

  @Test
  void namesOutsideTheListAreRefusedByName() {
    assertThat(refusal("\u0080\u0002cos\nsystem\nX\u0002\0\0\0ls\u0085R."))
        .hasMessageThat()
        .contains("'os.system'");
    assertThat(refusal("\u0080\u0002ctorch._utils\n_rebuild_qtensor\n."))
        .hasMessageThat()
        .contains("quantized tensors of eager mode");
  }

  @Test
  void anOrderedDictTakesNoArguments() {
    assertThat(refusal("\u0080\u0002ccollections\nOrderedDict\nK\u0001\u0085R."))
        .hasMessageThat()
        .contains("made with arguments");
  }

  @Test
  void instructionsOutsideTheSubsetAreRefused() {
    assertThat(refusal("\u0080\u0002i.")).hasMessageThat().contains("instruction 0x69");
    assertThat(refusal("\u0080\u0004.")).hasMessageThat().contains("protocol 4");
    assertThat(refusal("\u0080\u0002X\u00ff\u00ff\u00ff\u007fa."))
        .hasMessageThat()
        .contains("reaches beyond the end");
    assertThat(refusal("\u0080\u0002K")).hasMessageThat().contains("cut off");
    assertThat(refusal("\u0080\u0002a.")).hasMessageThat().contains("stack");
  }
}
